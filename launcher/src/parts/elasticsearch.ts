import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { partPorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { type Town, townPaths } from '../town.js';
import { recipe, requireDistribution } from './elasticsearch-distribution.js';
import { requireProgram } from './install.js';
import type { Part } from './part.js';

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
