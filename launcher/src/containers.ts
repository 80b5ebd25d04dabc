import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDatabases } from './databases.js';
import { providerSecrets } from './providers.js';
import { completeSecrets, connectorPasswords, type Secrets } from './secrets.js';
import { readJson, writePrivate } from './system/files.js';

// Run once before the services, where they run in containers: makes the databases and their users, and with Docker
// Compose also the secrets. Kubernetes has its own secrets, and gives them as a folder.

/** The user that the image of the sidecar runs as. */
const sidecarUser = 65_532;

/** A folder for each secret, and in it a file for each value: as Kubernetes mounts them. */
function readSecrets(folder: string): Secrets {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return Object.fromEntries(names.map((name) => [name, readValues(join(folder, name))]));
}

function readValues(folder: string): Record<string, string> {
  const keys = readdirSync(folder).filter((key) => !key.startsWith('.'));
  return Object.fromEntries(keys.map((key) => [key, readFileSync(join(folder, key), 'utf8').trim()]));
}

/** The secret store's file, made or completed, for the sidecars alone to read. */
function prepareFile(file: string): Secrets {
  const { TOWN_SMTP_USER: user = '', TOWN_SMTP_PASSWORD: password = '', TOWN_RABBITMQ_URL: rabbitmq } = process.env;
  const connect = process.env.OUTBOX_RELAY === 'debezium' ? 'connect' : undefined;
  const logins = { redis: { password: required('TOWN_REDIS_PASSWORD') }, mail: { user, password }, rabbitmq, connect };
  const secrets = completeSecrets(readJson<Secrets>(file) ?? {}, logins, providerSecrets(process.env));
  writePrivate(file, JSON.stringify(secrets, null, 2));
  if (connect) writePrivate(join(dirname(file), 'connectors.properties'), connectorPasswords(secrets));
  for (const path of [file, required('TOWN_MEDIA_FOLDER')]) chownSync(path, sidecarUser, sidecarUser);
  return secrets;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is empty: see .env.example.`);
  return value;
}

const folder = process.env.TOWN_SECRETS_FOLDER;
const secrets = folder && existsSync(folder) ? readSecrets(folder) : prepareFile(required('TOWN_SECRETS_FILE'));
await createDatabases(
  {
    host: required('DATABASE_HOST'),
    port: Number(required('DATABASE_PORT')),
    user: required('DATABASE_ADMIN'),
    password: required('DATABASE_ADMIN_PASSWORD'),
  },
  secrets,
);
console.log('The databases are ready.');
