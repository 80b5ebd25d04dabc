import { databaseProcesses, mysqlUrl } from './databases.js';
import type { PartAddresses } from './parts/part.js';
import { redisUrl } from './parts/redis.js';
import { appPort, gatewayUrl, partPorts, servicePorts } from './ports.js';
import { providerEnvironment } from './providers.js';
import type { Tokens } from './secrets.js';
import type { Service } from './services.js';
import { readState, type TownState } from './state.js';
import { type Town, townPaths } from './town.js';

/** The environment of a service's app: the same names under every way to run it. */
export function appEnvironment(
  service: Service,
  town: Town,
  parts: PartAddresses,
  tokens: Tokens,
): Record<string, string> {
  const ports = servicePorts(town.base, service.index);
  const needs = (need: Service['needs'][number], variables: Record<string, string>) =>
    service.needs.includes(need) ? variables : {};
  return {
    HOST: '127.0.0.1',
    PORT: String(ports.app),
    DAPR_HOST: '127.0.0.1',
    DAPR_HTTP_PORT: String(ports.daprHttp),
    DAPR_API_TOKEN: tokens.daprApiToken,
    APP_API_TOKEN: tokens.appApiToken,
    LOG_LEVEL: process.env.LOG_LEVEL || 'info',
    JWT_ISSUER: 'townsquare',
    JWT_AUDIENCE: 'townsquare',
    ...needs('database', {
      DATABASE_HOST: parts.mysql.host,
      DATABASE_PORT: String(parts.mysql.port),
      DATABASE_NAME: service.id,
      DATABASE_PROCESSES: String(databaseProcesses(town.instances)),
      OUTBOX_RELAY: parts.connect ? 'debezium' : 'service',
      ...(process.env.DATABASE_POOL_SIZE ? { DATABASE_POOL_SIZE: process.env.DATABASE_POOL_SIZE } : {}),
      ...(process.env.DATABASE_REPLICAS ? { DATABASE_REPLICAS: process.env.DATABASE_REPLICAS } : {}),
    }),
    ...needs('redis', { REDIS_URL: redisUrl({ ...parts.redis, username: '', password: '' }) }),
    ...needs('elasticsearch', { ELASTICSEARCH_URL: parts.elasticsearch }),
    ...needs('notification', { NOTIFICATION_URL: `http://127.0.0.1:${appPort(town, 'notification')}` }),
    ...(service.id === 'gateway' ? localBudgets(process.env) : {}),
    ...(service.id === 'auth' ? { ...providerEnvironment(town, process.env), ...accountRules(process.env) } : {}),
    ...(service.id === 'user' ? pushLimit(town, process.env) : {}),
    ...(service.id === 'notification' ? pushEnvironment(town, process.env) : {}),
  };
}

/** The gateway's budgets in a town on one machine, where the demo, the tests and every person are one address. */
export function localBudgets(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ['USER', 'ADDRESS', 'GUESS', 'MAIL', 'REFRESH', 'SEARCH', 'UPLOAD', 'DOWNLOAD'].map(
    (budget) => `RATE_LIMIT_${budget}_PER_MINUTE`,
  );
  return Object.fromEntries(names.map((name) => [name, env[name] || '10000000']));
}

/** Where a town is tried out, whoever was made a moderator should be one at once, without an authenticator app. */
function accountRules(env: NodeJS.ProcessEnv): Record<string, string> {
  const keptDays = env.TOWN_USERNAME_KEPT_DAYS;
  return {
    STAFF_SECOND_FACTOR: env.TOWN_STAFF_SECOND_FACTOR || 'optional',
    ...(keptDays ? { USERNAME_KEPT_DAYS: keptDays } : {}),
  };
}

/** Up to how many followers a post is pushed to. In the tests' town to all of them: one author there has very many. */
export function pushLimit(town: Town, env: NodeJS.ProcessEnv): Record<string, string> {
  const limit = env.FANOUT_PUSH_LIMIT || (town.kind === 'test' ? '1000000' : undefined);
  return limit ? { FANOUT_PUSH_LIMIT: limit } : {};
}

/**
 * How push services reach the operator, and which of them are used. The tests' town sends to the push service that its tests
 * start, and waits for nothing.
 */
export function pushEnvironment({ kind, base }: Town, env: NodeJS.ProcessEnv): Record<string, string> {
  return {
    PUSH_SUBJECT: env.TOWN_PUSH_SUBJECT || 'mailto:operator@example.org',
    PUSH_SERVICES: env.TOWN_PUSH_SERVICES || '',
    ...(kind === 'test'
      ? { PUSH_TRUSTED_ORIGINS: `http://127.0.0.1:${partPorts(base).push}`, PUSH_DELAY_SECONDS: '0' }
      : {}),
  };
}

/** What components/ and dapr/config.yaml refer to, beside the tokens; every sidecar gets the same. */
export function componentEnvironment(town: Town, parts: PartAddresses): Record<string, string> {
  const paths = townPaths(town);
  return {
    TOWN_REDIS_HOST: `${parts.redis.host}:${parts.redis.port}`,
    TOWN_REDIS_USERNAME: parts.redis.username,
    TOWN_REDIS_TLS: String(parts.redis.tls),
    ...(parts.kafka ? { TOWN_KAFKA_BROKERS: parts.kafka } : {}),
    TOWN_SECRETS_FILE: paths.secrets,
    TOWN_MEDIA_FOLDER: paths.media,
    TOWN_SMTP_HOST: parts.mail.host,
    TOWN_SMTP_PORT: String(parts.mail.port),
    TOWN_NAMES_FILE: paths.nameResolution,
  };
}

/** Settings of the sidecar as a Go program: its garbage collector is the larger part of what a hop costs. */
export const sidecarTuning: Readonly<Record<string, string>> = {
  GOGC: '400',
  GOMEMLIMIT: '150MiB',
  // Without it a sidecar looks for an address other than loopback, and does not start on a host that has none.
  DAPR_HOST_IP: '127.0.0.1',
};

/**
 * What services and sidecars take from the environment where a person starts them: the variables to which dapr/dapr.yaml and
 * tye/tye.yaml give no value. `runtime` is the folder that has `.dapr/bin/daprd`.
 */
export function byHandEnvironment(
  town: Town,
  parts: PartAddresses,
  tokens: Tokens,
  runtime: string,
): Record<string, string> {
  return {
    ...sidecarTuning,
    ...componentEnvironment(town, parts),
    REDIS_URL: redisUrl({ ...parts.redis, username: '', password: '' }),
    APP_API_TOKEN: tokens.appApiToken,
    DAPR_API_TOKEN: tokens.daprApiToken,
    DAPR_RUNTIME_PATH: runtime,
  };
}

/** What tests, the demo and a person at a shell need to find the town, and to put a sidecar of their own beside it. */
export function townEnvironment(town: Town, parts: PartAddresses): Record<string, string> {
  return {
    TOWN_HOME: town.home,
    TOWN_PORT_BASE: String(town.base),
    TOWN_PROFILE: town.profile,
    TOWN_GATEWAY_URL: gatewayUrl(town),
    TOWN_TEST_MYSQL_URL: mysqlUrl(parts.mysql),
    TOWN_TEST_REDIS_URL: redisUrl(parts.redis),
    TOWN_TEST_ELASTICSEARCH_URL: parts.elasticsearch,
    TOWN_INBOX_URL: inboxUrl(readState(town)) ?? '',
    ...componentEnvironment(town, parts),
  };
}

/**
 * The same for a person's shell, by the names that the launcher reads: another command there finds the town's parts, and
 * a test run there never takes the everyday town's databases, which it would drop.
 */
export function shellEnvironment(town: Town, parts: PartAddresses): Record<string, string> {
  const { TOWN_HOME: _home, TOWN_PORT_BASE: _base, ...variables } = townEnvironment(town, parts);
  if (town.kind !== 'town') return variables;
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name.replace('TOWN_TEST_', 'TOWN_'), value]),
  );
}

/** Where mails can be read, if the town sends them to its own inbox. */
export function inboxUrl({ base, parts }: TownState): string | undefined {
  return parts.mail?.provider === 'supervisor' ? `http://127.0.0.1:${partPorts(base).inbox}` : undefined;
}

/** Lines for a shell to read: `set -a; . file`. */
export function shellLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
