import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { partPorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../supervisor.js';
import { run } from '../system/run.js';
import { repository, type Town, townPaths } from '../town.js';
import { requireProgram } from './install.js';
import type { Part } from './part.js';

const variable = 'TOWN_ELASTICSEARCH_URL';
const recipe = join(repository, 'launcher', 'elasticsearch');

export const elasticsearch: Part<string> = {
  name: 'elasticsearch',
  title: 'Elasticsearch',
  variable,
  parse: (url) => url.replace(/\/+$/, ''),
  ownAddress: (town) => `http://127.0.0.1:${partPorts(town.base).elasticsearch}`,
  prepare,
  async ask(address) {
    const url = new URL(`${address}/_cluster/health`);
    const login = url.username && `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    url.username = '';
    url.password = '';
    const headers: Record<string, string> = login
      ? { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
      : {};
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(5000) });
    if (!response.ok) return false;
    return ((await response.json()) as { status: string }).status !== 'red';
  },
  describe: (address) => new URL(address).host,
};

async function prepare(town: Town, note: (text: string) => void): Promise<ProcessSpec> {
  const home = townPaths(town).elasticsearch;
  mkdirSync(join(home, 'config'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'config', 'elasticsearch.yml'), settings(town));
  const installed = process.env.ES_HOME;
  // Elasticsearch's own start script refuses to run as root.
  if (installed && process.getuid?.() !== 0) return installedNode(installed, home);
  const java = await requireProgram(['java'], ['default-jdk-headless'], variable, note);
  const distribution = await requireDistribution(town, note);
  cpSync(join(recipe, 'log4j2.properties'), join(home, 'config', 'log4j2.properties'));
  rmSync(join(home, 'modules'), { recursive: true, force: true });
  symlinkSync(join(distribution, 'modules'), join(home, 'modules'));
  const heap = ['-Xms512m', '-Xmx512m'];
  return {
    name: 'elasticsearch',
    command: java,
    args: [...heap, '-cp', join(distribution, 'lib', '*'), join(recipe, 'Launch.java'), home],
    env: baseEnvironment(process.env),
    stopSeconds: 30,
  };
}

function installedNode(installed: string, home: string): ProcessSpec {
  return {
    name: 'elasticsearch',
    command: join(installed, 'bin', 'elasticsearch'),
    args: [
      '-E',
      'xpack.security.enabled=false',
      '-E',
      `path.data=${join(home, 'data')}`,
      '-E',
      `path.logs=${join(home, 'logs')}`,
    ],
    env: { ...baseEnvironment(process.env), ES_PATH_CONF: join(home, 'config'), ES_JAVA_OPTS: '-Xms512m -Xmx512m' },
    stopSeconds: 30,
  };
}

function settings(town: Town): string {
  const ports = partPorts(town.base);
  return [
    'cluster.name: townsquare',
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${ports.elasticsearch}`,
    `transport.port: ${ports.elasticsearchTransport}`,
    // A development machine's disk is often fuller than the 95 percent at which indices turn read-only.
    'cluster.routing.allocation.disk.threshold_enabled: false',
    '',
  ].join('\n');
}

/** The jars of Elasticsearch, fetched once into the cache. */
async function requireDistribution(town: Town, note: (text: string) => void): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['pom.xml', 'plugin-descriptor.properties']) hash.update(readFileSync(join(recipe, name)));
  const folder = join(town.cache, `elasticsearch-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const mvn = await requireProgram(['mvn'], ['maven', 'default-jdk-headless'], variable, note);
  note('fetching its jars with Maven');
  const aside = `${folder}.${process.pid}`;
  const lib = join(aside, 'lib');
  mkdirSync(lib, { recursive: true });
  try {
    await run(
      mvn,
      ['-B', '-q', '-f', join(recipe, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${lib}`],
      {
        what: 'Fetching Elasticsearch with Maven',
        advice: `check the connection to your Maven repository, or name a running Elasticsearch 8 in ${variable}.`,
      },
    );
    arrange(aside);
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

/** The transport is a module with a class loader of its own: its jars lie beside its descriptor, not on the class path. */
function arrange(folder: string): void {
  const transport = join(folder, 'modules', 'transport-netty4');
  mkdirSync(transport, { recursive: true });
  for (const jar of readdirSync(join(folder, 'lib'))) {
    if (/^(netty-|transport-netty4-)/.test(jar)) renameSync(join(folder, 'lib', jar), join(transport, jar));
  }
  cpSync(join(recipe, 'plugin-descriptor.properties'), join(transport, 'plugin-descriptor.properties'));
}
