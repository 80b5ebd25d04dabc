import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseKind, outboxConnectors } from './configuration.js';
import { keepConnectors } from './kafka-connect.js';

// A process of its own beside Kafka Connect, which it keeps supplied with the connectors that its environment tells of.

const pauseMs = 5_000;
const said = new Map<string, string>();

/** Prints what is new about a thing. */
function say(about: string, what: string): void {
  if (said.get(about) === what) return;
  said.set(about, what);
  console.log(`${new Date().toISOString()} ${about}: ${what}`);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is empty.`);
  return value;
}

const connect = required('CONNECT_URL');
const connectors = outboxConnectors({
  brokers: required('CONNECTOR_BROKERS'),
  databaseHost: required('CONNECTOR_DATABASE_HOST'),
  databasePort: required('CONNECTOR_DATABASE_PORT'),
  databaseKind: required('CONNECTOR_DATABASE_KIND') as DatabaseKind,
  passwordsFile: required('CONNECTOR_PASSWORDS_FILE'),
  firstServerId: Number(required('CONNECTOR_FIRST_SERVER_ID')),
});
for (;;) {
  await keepConnectors(connect, connectors, say).then(
    () => say('Kafka Connect', 'answers'),
    (error: Error) => say('Kafka Connect', `${error.message} ${String(error.cause ?? '')}`),
  );
  await sleep(pauseMs);
}
