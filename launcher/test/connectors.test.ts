import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { outboxConnectors } from '../src/connectors/configuration.js';
import { faultOf, type KnownConnector, keepConnectors, stateOf } from '../src/connectors/kafka-connect.js';
import { databaseServices } from '../src/services.js';

const targets = {
  brokers: 'kafka.example:9092',
  databaseHost: 'db.example',
  databasePort: '3306',
  databaseKind: 'mysql' as const,
  passwordsFile: '/srv/a "town"/connectors.properties',
  firstServerId: 40_000,
};

describe('the configuration of a connector', () => {
  const connectors = outboxConnectors(targets);
  const post = connectors.find(({ name }) => name === 'post-outbox')!.config;

  test('is there for every service that has an outbox', () => {
    expect(connectors.map(({ name }) => name)).toEqual(databaseServices().map(({ id }) => `${id}-outbox`));
  });

  test('reads the outbox of its service, and nothing else', () => {
    expect(post).toMatchObject({ 'database.include.list': 'post', 'table.include.list': 'post.outbox' });
  });

  test('names the password by where it is', () => {
    expect(post).toMatchObject({
      'database.user': 'post-connector',
      'database.password': `$\{file:${targets.passwordsFile}:post}`,
    });
  });

  test('signs in as a replica that no other is', () => {
    const ids = connectors.map(({ config }) => Number(config['database.server.id']));
    expect(new Set(ids).size).toBe(connectors.length);
    expect(Math.min(...ids)).toBeGreaterThan(40_000);
  });

  test('is for the kind of server that there is', () => {
    const [mariadb] = outboxConnectors({ ...targets, databaseKind: 'mariadb' });
    expect(post['connector.class']).toContain('mysql.MySqlConnector');
    expect(mariadb!.config['connector.class']).toContain('mariadb.MariaDbConnector');
  });

  test('has nothing left to fill in', () => {
    for (const { config } of connectors) expect(JSON.stringify(config)).not.toContain('{{');
  });
});

const known = (connector: string, ...tasks: string[]): KnownConnector => ({
  info: { config: {} },
  status: {
    connector: { state: connector },
    tasks: tasks.map((state) => ({
      state,
      ...(state === 'FAILED' ? { trace: 'It broke.\n\tat X\nCaused by: no log' } : {}),
    })),
  },
});

describe('the state of a connector', () => {
  test.each([
    ['MISSING', undefined],
    ['RUNNING', known('RUNNING', 'RUNNING')],
    ['UNASSIGNED', known('RUNNING')],
    ['FAILED', known('RUNNING', 'FAILED')],
    ['PAUSED', known('PAUSED', 'PAUSED')],
  ])('is %s', (state, connector) => {
    expect(stateOf(connector)).toBe(state);
  });

  test('tells the cause of a failure', () => {
    expect(faultOf(known('RUNNING', 'FAILED'))).toBe('Caused by: no log');
  });
});

describe('the keeper of connectors', () => {
  const connectors = outboxConnectors(targets).slice(0, 2);
  let server: Server;
  let url: string;
  let answers: Record<string, KnownConnector>;
  let requests: string[];

  /** What the keeper talks to: Kafka Connect's list of connectors, and a note of what else is asked of it. */
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.method === 'GET') {
        response.end(JSON.stringify(answers));
        return;
      }
      requests.push(`${request.method} ${request.url}`);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const asWanted = (...tasks: string[]) =>
    Object.fromEntries(
      connectors.map(({ name, config }) => [
        name,
        { ...known('RUNNING', ...tasks), info: { config: { ...config, name } } },
      ]),
    );

  beforeEach(() => {
    requests = [];
  });

  test('makes those that are missing', async () => {
    answers = {};
    await keepConnectors(url, connectors);
    expect(requests.sort()).toEqual(connectors.map(({ name }) => `PUT /connectors/${name}/config`).sort());
  });

  test('leaves alone what is as it should be', async () => {
    answers = asWanted('RUNNING');
    await keepConnectors(url, connectors);
    expect(requests).toEqual([]);
  });

  test('changes one whose configuration is not what it should be', async () => {
    answers = asWanted('RUNNING');
    const { name } = connectors[0]!;
    answers[name] = { ...answers[name]!, info: { config: { name } } };
    await keepConnectors(url, connectors);
    expect(requests).toEqual([`PUT /connectors/${name}/config`]);
  });

  test('starts again what has failed', async () => {
    answers = asWanted('FAILED');
    await keepConnectors(url, connectors);
    expect(requests.sort()).toEqual(
      connectors.map(({ name }) => `POST /connectors/${name}/restart?includeTasks=true&onlyFailed=true`).sort(),
    );
  });
});
