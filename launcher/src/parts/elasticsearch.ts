import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { partPorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { run } from '../system/run.js';
import { repository, type Town, townPaths } from '../town.js';
import { javaPackages, requireJars, requireProgram } from './install.js';
import { type Part } from './part.js';

const variable = 'TOWN_ELASTICSEARCH_URL';

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
  const distribution = await requireDistribution(town.cache, variable, note);
  cpSync(join(recipe, 'log4j2.properties'), join(home, 'config', 'log4j2.properties'));
  rmSync(join(home, 'modules'), { recursive: true, force: true });
  symlinkSync(join(distribution, 'modules'), join(home, 'modules'));
  return {
    name: 'elasticsearch',
    command: java,
    args: [
      '-Xms512m',
      '-Xmx512m',
      // For a heap of this size on few cores it starts sooner, and costs less, than the usual one.
      '-XX:+UseSerialGC',
      '-cp',
      [join(distribution, 'classes'), join(distribution, 'lib', '*')].join(delimiter),
      'Launch',
      home,
    ],
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

/** What turns the published jars into a node: their list, a launcher, and the descriptor of the one module it needs. */
export const recipe = join(repository, 'launcher', 'elasticsearch');

/** A folder with lib/, modules/ and classes/, made once in the cache from the jars that Maven repositories have. */
export function requireDistribution(cache: string, variable: string, note: (text: string) => void): Promise<string> {
  const distribution = {
    title: 'Elasticsearch',
    name: 'elasticsearch',
    recipe,
    files: ['pom.xml', 'plugin-descriptor.properties', 'Launch.java'],
    revision: '2',
    variable,
    complete: async (folder: string) => {
      const javac = await requireProgram(['javac'], javaPackages, variable, note);
      note('compiling its launcher');
      const classes = join(folder, 'classes');
      await run(javac, ['-cp', join(folder, 'lib', '*'), '-d', classes, join(recipe, 'Launch.java')], {
        what: "Compiling Elasticsearch's launcher",
        advice: 'install a JDK of version 17 or later.',
      });
      arrange(folder);
    },
  };
  return requireJars(cache, distribution, note);
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
