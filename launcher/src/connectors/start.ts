import { createConnection } from 'mysql2/promise';
import { Failure } from '../failure.js';
import type { MysqlAddress, PartAddresses } from '../parts/part.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { databaseServices } from '../services.js';
import type { Session } from '../session.js';
import { waitFor } from '../system/wait.js';
import { logFile, type Town, townPaths } from '../town.js';
import { connectorOf, type DatabaseKind } from './configuration.js';
import { knownConnectors, stateOf } from './kafka-connect.js';

/** Name of the process that looks after the connectors. */
export const keeper = 'connectors';

/** In the kafka profile: lets the outboxes be read from the database's log, and waits until they are. */
export async function startConnectors({ town, supervisor, progress }: Session, parts: PartAddresses): Promise<void> {
  const { kafka, connect } = parts;
  if (!kafka || !connect) return;
  await progress.step('A connector for every outbox', async (note) => {
    const running = (await supervisor.list()).some(({ name, status }) => name === keeper && status === 'online');
    if (!running) await supervisor.start([await keeperSpec(town, parts.mysql, kafka, connect)]);
    await waitFor(() => allRun(connect, note), {
      what: 'Kafka Connect',
      limitSeconds: 120,
      log: logFile(town, keeper),
      giveUp: () => supervisor.requireSteady(keeper, 'its log says why.'),
    });
  });
}

async function allRun(connect: string, note: (text: string) => void): Promise<boolean> {
  const waiting = (await connectorStates(connect)).filter(({ state }) => state !== 'RUNNING');
  note(`waiting for ${waiting.map(({ name }) => name).join(', ')}`);
  return waiting.length === 0;
}

/** What each outbox's connector is at. */
export async function connectorStates(connect: string): Promise<{ name: string; state: string }[]> {
  const known = await knownConnectors(connect);
  return databaseServices()
    .map(connectorOf)
    .map((name) => ({ name, state: stateOf(known[name]) }));
}

async function keeperSpec(town: Town, mysql: MysqlAddress, kafka: string, connect: string): Promise<ProcessSpec> {
  return {
    name: keeper,
    command: process.execPath,
    args: ['launcher/dist/src/connectors/keep.js'],
    env: {
      ...baseEnvironment(process.env),
      CONNECT_URL: connect,
      CONNECTOR_BROKERS: kafka,
      CONNECTOR_DATABASE_HOST: mysql.host,
      CONNECTOR_DATABASE_PORT: String(mysql.port),
      CONNECTOR_DATABASE_KIND: await kindOf(mysql),
      CONNECTOR_PASSWORDS_FILE: townPaths(town).connectors,
      // Of all replicas of one server, also those of another town's connectors, no two may have the same number.
      CONNECTOR_FIRST_SERVER_ID: String(town.base * 10),
    },
    stopSeconds: 5,
  };
}

interface Variable {
  readonly Variable_name: string;
  readonly Value: string;
}

/** Debezium has a connector for each; also throws a Failure where the server does not keep the log that they read. */
async function kindOf(mysql: MysqlAddress): Promise<DatabaseKind> {
  const connection = await createConnection(mysql);
  try {
    const [rows] = await connection.query(
      "SHOW VARIABLES WHERE Variable_name IN ('version', 'log_bin', 'binlog_format')",
    );
    const variables = Object.fromEntries((rows as Variable[]).map((row) => [row.Variable_name, row.Value]));
    if (variables.log_bin !== 'ON' || variables.binlog_format !== 'ROW')
      throw new Failure('The database keeps no binary log of rows.', 'start it with --log-bin --binlog-format=ROW.');
    return variables.version?.includes('MariaDB') ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}
