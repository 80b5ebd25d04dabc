import { setTimeout as sleep } from 'node:timers/promises';
import { type Connector, type DatabaseKind, outboxConnectors } from './configuration.js';
import { faultOf, knownConnectors, putConnector, restartFailed, stateOf } from './connect-api.js';

// Runs beside Kafka Connect, which keeps a task that has failed as it is: gives it the connectors, and starts again what
// has failed.

const pauseMs = 5_000;
const said = new Map<string, string>();

/** Makes Kafka Connect have these connectors as they should be, and running. */
async function keep(connect: string, connectors: readonly Connector[]): Promise<void> {
  const known = await knownConnectors(connect);
  for (const connector of connectors) {
    const found = known[connector.name];
    const state = stateOf(found);
    say(connector.name, found && state === 'FAILED' ? `${state}: ${faultOf(found)}` : state);
    if (!found || !isConfigured(found.info.config, connector)) await putConnector(connect, connector);
    else if (state === 'FAILED') await restartFailed(connect, connector.name);
  }
}

/** Kafka Connect adds the name to what it is given. */
function isConfigured(found: Readonly<Record<string, string>>, { name, config }: Connector): boolean {
  const wanted = Object.entries({ ...config, name });
  return wanted.length === Object.keys(found).length && wanted.every(([key, value]) => found[key] === value);
}

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
  await keep(connect, connectors).then(
    () => say('Kafka Connect', 'answers'),
    (error: Error) => say('Kafka Connect', `${error.message} ${String(error.cause ?? '')}`),
  );
  await sleep(pauseMs);
}
