import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { partPorts } from '../ports.js';
import { type ProcessSpec } from '../process-spec.js';
import { writePrivate } from '../system/files.js';
import { type Town, townPaths } from '../town.js';
import { javaSpec, kafka, requireKafkaJars } from './kafka.js';
import { addressOf, type Part } from './part.js';

const variable = 'TOWN_CONNECT_URL';

/** Kafka Connect with Debezium, which reads the outboxes from the database's log. */
export const connect: Part<string> = {
  name: 'connect',
  title: 'Kafka Connect',
  variable,
  ownProgram: true,
  parse: (url) => url.replace(/\/+$/, ''),
  ownAddress: (town) => `http://127.0.0.1:${partPorts(town.base).connect}`,
  prepare,
  async ask(url) {
    // It answers other questions long before it can do anything.
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer();
    return response.ok;
  },
  describe: (url) => new URL(url).host,
};

async function prepare(town: Town, note: (text: string) => void): Promise<ProcessSpec> {
  const java = await requireKafkaJars(town.cache, variable, note);
  const { connectors, run } = townPaths(town);
  const file = join(run, 'connect.properties');
  // Kafka Connect does not start unless the folder that it may read is there.
  mkdirSync(dirname(connectors), { recursive: true, mode: 0o700 });
  writePrivate(file, settings(town));
  const main = 'org.apache.kafka.connect.cli.ConnectDistributed';
  return javaSpec(java, { name: 'connect', main, args: [file], heap: '512m', stopSeconds: 30 });
}

function settings(town: Town): string {
  const { connectors } = townPaths(town);
  const storage = ['config', 'offset', 'status'].map((kind) => `${kind}.storage.topic=connect-${kind}`);
  return [
    `bootstrap.servers=${addressOf(kafka, town)}`,
    `listeners=${connect.ownAddress(town)}`,
    'group.id=connect',
    ...storage,
    'config.storage.replication.factor=-1',
    'offset.storage.replication.factor=-1',
    'offset.storage.partitions=1',
    'status.storage.replication.factor=-1',
    'status.storage.partitions=1',
    // What a connector has read since it last said so is read again after a crash.
    'offset.flush.interval.ms=5000',
    // The only worker need not wait for others to come back before it takes up its own work again.
    'scheduled.rebalance.max.delay.ms=0',
    'key.converter=org.apache.kafka.connect.storage.StringConverter',
    'value.converter=org.apache.kafka.connect.storage.StringConverter',
    'plugin.discovery=service_load',
    // The connectors' passwords are in a file, and only their names in the configurations that Kafka keeps.
    'config.providers=file',
    'config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider',
    `config.providers.file.param.allowed.paths=${dirname(connectors)}`,
    '',
  ].join('\n');
}
