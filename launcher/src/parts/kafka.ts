import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { partPorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { writePrivate } from '../system/files.js';
import { run } from '../system/run.js';
import { repository, type Town, townPaths } from '../town.js';
import { javaPackages, requireJars, requireProgram } from './install.js';
import { type Part, type PartName } from './part.js';

const variable = 'TOWN_KAFKA_BROKERS';

/**
 * How many partitions a topic has. A sidecar takes one event at a time from each, so this is how many of a topic a service
 * works on at once, and what share of the things that a topic is about waits while the events of one are tried again.
 */
const partitions = 12;

export const kafka: Part<string> = {
  name: 'kafka',
  title: 'Kafka',
  variable,
  parse: (brokers) => brokers,
  ownAddress: (town) => `127.0.0.1:${partPorts(town.base).kafka}`,
  prepare,
  async ask(brokers) {
    await askForVersions(brokers.split(',')[0] ?? '');
    return true;
  },
  describe: (brokers) => brokers,
};

async function prepare(town: Town, note: (text: string) => void): Promise<ProcessSpec> {
  const java = await requireKafkaJars(town.cache, variable, note);
  const { kafka: folder, run: runFolder } = townPaths(town);
  const file = join(runFolder, 'kafka.properties');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writePrivate(file, settings(town));
  if (!existsSync(join(folder, 'meta.properties'))) {
    note('creating its data folder');
    const tool = ['-cp', java.classPath, 'kafka.tools.StorageTool', 'format', '-c', file, '-t', clusterId()];
    const advice = `remove ${folder} and try again.`;
    await run(java.program, tool, { what: "Creating Kafka's data folder", advice });
  }
  return javaSpec(java, { name: 'kafka', main: 'kafka.Kafka', args: [file], heap: '512m', stopSeconds: 30 });
}

/** 16 random bytes; the tool would take a first dash for an option. */
function clusterId(): string {
  return randomBytes(16).toString('base64url').replace(/^-/, 'A');
}

function settings(town: Town): string {
  const { kafka: port, kafkaController: controller } = partPorts(town.base);
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    `listeners=BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=BROKER://127.0.0.1:${port}`,
    'listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name=BROKER',
    'controller.listener.names=CONTROLLER',
    `log.dirs=${townPaths(town).kafka}`,
    // Topics are made when they are first published to or subscribed to.
    'auto.create.topics.enable=true',
    `num.partitions=${partitions}`,
    'log.retention.hours=168',
    // As the components say (components/kafka/events.yaml).
    'message.max.bytes=8388608',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=10',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    // A lone sidecar need not wait for others of its service before it takes events.
    'group.initial.rebalance.delay.ms=0',
    '',
  ].join('\n');
}

/** Asks a broker which requests it knows, the first thing of every client; it answers once it takes requests. */
function askForVersions(broker: string): Promise<void> {
  const [host, port] = broker.split(':');
  // Key 18 (ApiVersions), version 0, correlation id 0, no client id; the length of that goes before it.
  const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: host ?? '', port: Number(port) }, () => socket.write(request));
    socket.setTimeout(3000, () => socket.destroy(new Error('no answer within 3 seconds')));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('it closed the connection')));
    socket.on('data', () => {
      resolve();
      socket.destroy();
    });
  });
}

const recipe = join(repository, 'launcher', 'kafka');

/** A Java that can run Kafka and Kafka Connect. */
export interface KafkaJava {
  readonly program: string;
  readonly classPath: string;
}

/** Finds or fetches what runs a Kafka broker, and Kafka Connect with Debezium. */
export async function requireKafkaJars(
  cache: string,
  variable: string,
  note: (text: string) => void,
): Promise<KafkaJava> {
  const program = await requireProgram(['java'], javaPackages, variable, note);
  // Two parts want it at once, and only one should fetch it.
  fetching ??= requireJars(
    cache,
    { title: 'Kafka', name: 'kafka', recipe, files: ['pom.xml'], revision: '1', variable },
    note,
  );
  return { program, classPath: join(await fetching, 'lib', '*') };
}

let fetching: Promise<string> | undefined;

/** How one of the two is started. */
export function javaSpec(java: KafkaJava, { name, main, args, heap, stopSeconds }: JavaProcess): ProcessSpec {
  const log = `-Dlog4j2.configurationFile=${join(recipe, 'log4j2.properties')}`;
  return {
    name,
    command: java.program,
    // For a heap of this size on few cores this collector costs less than the usual one.
    args: [`-Xmx${heap}`, '-XX:+UseSerialGC', log, '-cp', java.classPath, main, ...args],
    env: baseEnvironment(process.env),
    stopSeconds,
  };
}

interface JavaProcess {
  readonly name: PartName;
  readonly main: string;
  readonly args: readonly string[];
  readonly heap: string;
  readonly stopSeconds: number;
}
