import { randomBytes } from 'node:crypto';
import webPush from 'web-push';
import { providerSecretsOf } from './providers.js';
import { databaseServices, services } from './services.js';
import { readJson, writePrivate } from './system/files.js';
import { type Town, townPaths } from './town.js';

/** The Dapr secret store's file: secret name to its values. */
export type Secrets = Record<string, Record<string, string>>;

/** What guards the two directions between an app and its sidecar. */
export interface Tokens {
  readonly appApiToken: string;
  readonly daprApiToken: string;
}

/** Passwords of the parts that the town runs itself. */
export interface AdminPasswords {
  readonly mysql: string;
  readonly redis: string;
  readonly rabbitmq: string;
}

/** The town's passwords for its own parts, made at the first call. */
export function adminPasswords(town: Town): AdminPasswords {
  const file = townPaths(town).admin;
  const known = readJson<Partial<AdminPasswords>>(file);
  const complete = { mysql: password(), redis: password(), rabbitmq: password(), ...known };
  if (Object.keys(known ?? {}).length < Object.keys(complete).length)
    writePrivate(file, JSON.stringify(complete, null, 2));
  return complete;
}

/** What parts are signed in to with. */
export interface Logins {
  readonly redis: { readonly username?: string; readonly password: string };
  readonly mail: { readonly user: string; readonly password: string };
  /** The URL, which has name and password in it. */
  readonly rabbitmq?: string | undefined;
  /** Where it is there, the connectors in it sign in to the database with names and passwords of their own. */
  readonly connect?: string | undefined;
}

/**
 * Fills in the secrets that are missing, the logins of parts and the credentials at providers; what is there, also what
 * an operator added, stays.
 */
export function completeSecrets(
  known: Secrets,
  { redis, mail, rabbitmq, connect }: Logins,
  providers: Secrets = {},
): Secrets {
  const secrets: Secrets = {
    ...known,
    ...providers,
    redis: { ...known.redis, password: redis.password },
    mail: { ...known.mail, user: mail.user, password: mail.password },
  };
  if (rabbitmq) secrets.rabbitmq = { ...known.rabbitmq, connectionString: rabbitmq };
  for (const { id } of services.filter(({ needs }) => needs.includes('redis')))
    secrets[`${id}-redis`] = { username: redis.username ?? '', password: redis.password };
  for (const { id } of databaseServices()) {
    secrets[`${id}-database`] ??= { username: id, password: password() };
    if (connect) secrets[`${id}-connector`] ??= { username: `${id}-connector`, password: password() };
  }
  secrets['auth-keys'] ??= { encryptionKey: randomBytes(32).toString('base64') };
  // The keys by which push services know this town. Browsers subscribe with the public one.
  secrets['notification-push'] ??= { ...webPush.generateVAPIDKeys() };
  return secrets;
}

/** Reads, completes and writes the town's secret file. */
export function prepareSecrets(town: Town, logins: Logins): Secrets {
  const file = townPaths(town).secrets;
  const secrets = completeSecrets(readJson<Secrets>(file) ?? {}, logins, providerSecretsOf(town, process.env));
  writePrivate(file, JSON.stringify(secrets, null, 2));
  if (logins.connect) writePrivate(townPaths(town).connectors, connectorPasswords(secrets));
  return secrets;
}

/** The connectors' passwords by service, as the properties file that Kafka Connect reads. */
export function connectorPasswords(secrets: Secrets): string {
  return databaseServices()
    .map(({ id }) => `${id}=${secrets[`${id}-connector`]?.password}\n`)
    .join('');
}

/** Tokens by service, and under `town` the pair that all share under `dapr run`, which cannot tell services apart. */
export function prepareTokens(town: Town): Record<string, Tokens> {
  const file = townPaths(town).tokens;
  const tokens: Record<string, Tokens> = readJson(file) ?? {};
  for (const id of ['town', ...services.map((service) => service.id)]) {
    tokens[id] ??= { appApiToken: password(), daprApiToken: password() };
  }
  writePrivate(file, JSON.stringify(tokens, null, 2));
  return tokens;
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
