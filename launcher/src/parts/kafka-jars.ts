import { join } from 'node:path';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { repository } from '../town.js';
import { requireProgram } from './install.js';
import { javaPackages, requireJars } from './jars.js';
import type { PartName } from './part.js';

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
