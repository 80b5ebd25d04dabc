import { describe, expect, test } from '@jest/globals';
import {
  appEnvironment,
  componentEnvironment,
  pushEnvironment,
  pushLimit,
  shellEnvironment,
  shellLines,
  townEnvironment,
} from '../src/environment.js';
import { databaseServices, serviceOf } from '../src/services.js';
import type { Town } from '../src/town.js';

const town: Town = { kind: 'town', home: '/srv/town', base: 5000, profile: 'redis', instances: 1, cache: '/tmp/cache' };
const tokens = { appApiToken: 'app-token', daprApiToken: 'dapr-token' };
const parts = {
  mysql: { host: 'db.example', port: 3306, user: 'admin', password: 'p@ss' },
  redis: { host: '127.0.0.1', port: 5501, username: '', password: 'a/b', tls: false },
  elasticsearch: 'http://127.0.0.1:5502',
  mail: { host: '127.0.0.1', port: 5504, user: '', password: '' },
};

describe('the environment of an app', () => {
  test('has its port, its sidecar and its tokens', () => {
    expect(appEnvironment(serviceOf('post'), town, parts, tokens)).toMatchObject({
      HOST: '127.0.0.1',
      PORT: '5003',
      DAPR_HTTP_PORT: '5103',
      DAPR_API_TOKEN: 'dapr-token',
      APP_API_TOKEN: 'app-token',
      DATABASE_HOST: 'db.example',
      DATABASE_PORT: '3306',
      DATABASE_NAME: 'post',
      DATABASE_PROCESSES: String(databaseServices().length * town.instances),
    });
  });

  test('has what the service needs and nothing else', () => {
    expect(appEnvironment(serviceOf('gateway'), town, parts, tokens)).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:5501',
      NOTIFICATION_URL: 'http://127.0.0.1:5007',
    });
    expect(appEnvironment(serviceOf('gateway'), town, parts, tokens)).not.toHaveProperty('DATABASE_HOST');
    expect(appEnvironment(serviceOf('post'), town, parts, tokens)).not.toHaveProperty('REDIS_URL');
    expect(appEnvironment(serviceOf('search'), town, parts, tokens)).toHaveProperty('ELASTICSEARCH_URL');
  });

  test('has the limit of pushed posts that was asked for, and in the tests one that nobody reaches', () => {
    expect(pushLimit(town, {})).toEqual({});
    expect(pushLimit(town, { FANOUT_PUSH_LIMIT: '7' })).toEqual({ FANOUT_PUSH_LIMIT: '7' });
    expect(pushLimit({ ...town, kind: 'test' }, {})).toEqual({ FANOUT_PUSH_LIMIT: '1000000' });
  });

  test('has the push service of the tests in their town, and in no other', () => {
    const usual = { PUSH_SUBJECT: 'mailto:operator@example.org', PUSH_SERVICES: '' };
    expect(pushEnvironment(town, {})).toEqual(usual);
    expect(pushEnvironment({ ...town, kind: 'test' }, {})).toEqual({
      ...usual,
      PUSH_TRUSTED_ORIGINS: 'http://127.0.0.1:5520',
      PUSH_DELAY_SECONDS: '0',
    });
    const set = { TOWN_PUSH_SUBJECT: 'https://town.example', TOWN_PUSH_SERVICES: '*.push.example' };
    expect(pushEnvironment(town, set)).toEqual({
      PUSH_SUBJECT: 'https://town.example',
      PUSH_SERVICES: '*.push.example',
    });
  });

  test('never has the administrator of the database', () => {
    const environment = JSON.stringify(appEnvironment(serviceOf('auth'), town, parts, tokens));
    expect(environment).not.toContain('p@ss');
    expect(environment).not.toContain('admin');
  });
});

test('components are told the files of this town', () => {
  expect(componentEnvironment(town, parts)).toMatchObject({
    TOWN_REDIS_HOST: '127.0.0.1:5501',
    TOWN_SECRETS_FILE: '/srv/town/secrets/secrets.json',
    TOWN_MEDIA_FOLDER: '/srv/town/data/media',
    TOWN_SMTP_HOST: '127.0.0.1',
    TOWN_SMTP_PORT: '5504',
  });
});

test('a password in an address is escaped', () => {
  expect(townEnvironment(town, parts).TOWN_TEST_MYSQL_URL).toBe('mysql://admin:p%40ss@db.example:3306');
});

test('a shell that knows the everyday town does not lend its databases to the tests', () => {
  const names = Object.keys(shellEnvironment(town, parts));
  expect(names).toEqual(expect.arrayContaining(['TOWN_MYSQL_URL', 'TOWN_GATEWAY_URL', 'TOWN_SECRETS_FILE']));
  expect(names.filter((name) => name.startsWith('TOWN_TEST_') || name === 'TOWN_HOME')).toEqual([]);
  expect(shellEnvironment({ ...town, kind: 'test' }, parts)).toHaveProperty('TOWN_TEST_MYSQL_URL');
});

test('lines for a shell survive quotes', () => {
  expect(shellLines({ NAME: "it's" })).toBe("NAME='it'\\''s'\n");
});
