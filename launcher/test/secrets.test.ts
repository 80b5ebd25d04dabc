import { createECDH } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { completeSecrets, connectorPasswords, prepareSecrets } from '../src/secrets.js';
import { type Town, townPaths } from '../src/town.js';

const logins = (password: string) => ({ redis: { password }, mail: { user: 'town', password: 'mail' } });

test('every service that owns a database has a password of its own', () => {
  const secrets = completeSecrets({}, logins('redis-password'));
  expect(secrets['post-database']?.username).toBe('post');
  expect(secrets['post-database']?.password).not.toBe(secrets['auth-database']?.password);
  expect(secrets).not.toHaveProperty('gateway-database');
  expect(secrets.mail).toEqual({ user: 'town', password: 'mail' });
  expect(Buffer.from(secrets['auth-keys']?.encryptionKey ?? '', 'base64')).toHaveLength(32);
  const { publicKey = '', privateKey = '' } = secrets['notification-push'] ?? {};
  const vapid = createECDH('prime256v1');
  vapid.setPrivateKey(privateKey, 'base64url');
  expect(vapid.getPublicKey('base64url')).toBe(publicKey);
});

test('what is there stays, also what somebody added', () => {
  const first = completeSecrets({ 'auth-push': { key: 'push' } }, logins('one'));
  const second = completeSecrets(first, logins('two'));
  const login = { username: '', password: 'two' };
  expect(second).toEqual({
    ...first,
    redis: { password: 'two' },
    'gateway-redis': login,
    'notification-redis': login,
  });
});

test('the file is for its owner alone', () => {
  const home = mkdtempSync(join(tmpdir(), 'secrets-'));
  const town: Town = { kind: 'town', home, base: 4000, profile: 'redis', instances: 1, cache: home };
  const made = prepareSecrets(town, logins('redis-password'));
  expect(statSync(townPaths(town).secrets).mode & 0o777).toBe(0o600);
  expect(prepareSecrets(town, logins('redis-password'))).toEqual(made);
  rmSync(home, { recursive: true });
});

test('RabbitMQ is named with its password, and each outbox is read with a password of its own', () => {
  const url = 'amqp://townsquare:secret@127.0.0.1:4506';
  const secrets = completeSecrets({}, { ...logins('redis-password'), rabbitmq: url, connect: 'http://127.0.0.1:4511' });
  expect(secrets.rabbitmq).toEqual({ connectionString: url });
  expect(secrets['post-connector']?.username).toBe('post-connector');
  expect(connectorPasswords(secrets)).toContain(`post=${secrets['post-connector']?.password}\n`);
  expect(completeSecrets({}, logins('redis-password'))).not.toHaveProperty('post-connector');
});
