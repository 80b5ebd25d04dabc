import type { Server } from 'node:http';
import { type EndedSessionsList, getEndedSessions } from '@townsquare/contracts';
import type { Express } from 'express';
import type { JSONWebKeySet } from 'jose';
import type { TokenVerifier } from './auth/caller.js';
import { EndedSessions, type FetchEnded } from './auth/ended-sessions.js';
import { JwksTokenVerifier } from './auth/token-verifier.js';
import { DatabaseConfig, OutboxConfig, ProcessConfig, readConfig } from './config.js';
import { type Cache, cached, StateStoreCache } from './dapr/cache.js';
import { COMPONENTS } from './dapr/components.js';
import { DaprClient } from './dapr/dapr-client.js';
import type { Database } from './database/database.js';
import { createJanitor } from './database/janitor.js';
import { type Credentials, openDatabase, type Schema } from './database/open-database.js';
import { DeadLetters } from './events/dead-letters.js';
import { OutboxRelay } from './events/outbox-relay.js';
import { OutboxSweeper } from './events/outbox-sweeper.js';
import { type AppParts, createApp } from './http/create-app.js';
import { listen, stopListening } from './http/listen.js';
import { createLogger, type Logger } from './logger.js';
import { onTermination } from './termination.js';
import type { Worker } from './worker.js';

/** The parts that a service is built from. */
export interface ServiceParts {
  config: ProcessConfig;
  logger: Logger;
  dapr: DaprClient;
  cache: Cache;
  database: Database;
  tokens: TokenVerifier;
  endedSessions: EndedSessions;
}

/** What a service adds to what every service has. */
export interface Service extends Pick<AppParts, 'routes' | 'subscriptions'> {
  workers?: Worker[];
  /** Checks access tokens in place of the usual verifier: for the service that has the keys itself. */
  tokens?: TokenVerifier;
  /** For a service that needs more than its database and sidecar. Returns details for `/readyz`; throws when it is not ready. */
  readiness?: () => Promise<Record<string, unknown>>;
  /**
   * Called with the running server, for what needs more than routes (WebSockets). May return a function that ends it. It
   * is called before the server stops: connections that were upgraded would keep it from stopping.
   */
  onListening?: (server: Server) => MaybeClose | Promise<MaybeClose>;
}

export interface ServiceDefinition {
  name: string;
  schema: Schema;
  /** The composition root. Given the parts, it builds the routes, subscriptions and workers. */
  create(parts: ServiceParts): Service | Promise<Service>;
  /** The app that publishes the keys of access tokens, and where. The service that owns the keys brings its own. */
  keys?: { appId: string; path: string };
}

type MaybeClose = (() => Promise<void>) | void;

const KEYS_TTL_SECONDS = 60;
const DEFAULT_KEYS = { appId: 'auth', path: '/.well-known/jwks.json' };

/** Starts a service and keeps it running until the process is asked to end. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const config = readConfig(ProcessConfig.extend(DatabaseConfig.shape).extend(OutboxConfig.shape));
  const logger = createLogger(definition.name, config.LOG_LEVEL);
  const dapr = new DaprClient({ host: config.DAPR_HOST, port: config.DAPR_HTTP_PORT, apiToken: config.DAPR_API_TOKEN });
  await dapr.waitUntilReady();
  const database = await openOwnDatabase(definition, config, dapr, logger);
  const cache = new StateStoreCache(dapr, logger);
  const endedSessions = createEndedSessions(dapr, logger);
  const tokens = createTokenVerifier(dapr, cache, config, endedSessions, definition.keys ?? DEFAULT_KEYS);
  const parts = { config, logger, dapr, cache, database, tokens, endedSessions };
  const service = await definition.create(parts);
  const outbox =
    config.OUTBOX_RELAY === 'debezium' ? new OutboxSweeper(database, logger) : new OutboxRelay(database, dapr, logger);
  const deadLetters = new DeadLetters(database, service.subscriptions, logger);
  const app = createServiceApp(definition.name, parts, service, { deadLetters, outbox });
  const workers = [outbox, deadLetters, createJanitor(database, logger), ...(service.workers ?? [])];
  if (!service.tokens) workers.push(endedSessions);
  const server = await listen(app, config.HOST, config.PORT);
  const closeOthers = await service.onListening?.(server);
  for (const worker of workers) worker.start();
  logger.info({ port: config.PORT }, 'ready');
  onTermination(logger, async () => {
    await closeOthers?.();
    await stopListening(server);
    for (const worker of [...workers].reverse()) await worker.stop();
    await database.close();
    await dapr.close();
  });
}

/** A service's database, with the name and password that the secret store has for it. */
export async function openOwnDatabase(
  { name, schema }: Pick<ServiceDefinition, 'name' | 'schema'>,
  config: DatabaseConfig,
  dapr: DaprClient,
  logger?: Logger,
): Promise<Database> {
  const credentials = (await dapr.getSecret(COMPONENTS.secrets, `${name}-database`)) as unknown as Credentials;
  return openDatabase(name, config, credentials, schema, logger);
}

/** The Express app of a service, as `runService` serves it. */
export function createServiceApp(
  name: string,
  parts: ServiceParts,
  service: Service,
  { outbox, ...others }: Pick<AppParts, 'deadLetters' | 'checkAnswer'> & { outbox?: { state(): Promise<object> } },
): Express {
  const readiness = async () => {
    await parts.database.manager.query('SELECT 1');
    if (!(await parts.dapr.isReady())) throw new Error('The Dapr sidecar is not ready.');
    return { outbox: await outbox?.state(), ...(await service.readiness?.()) };
  };
  const { logger, tokens, config } = parts;
  return createApp({
    service: name,
    logger,
    tokens,
    appApiToken: config.APP_API_TOKEN,
    ...others,
    ...service,
    readiness,
  });
}

/** Checks access tokens against the keys that `keys` publishes, fetched through the sidecars and cached. */
export function createTokenVerifier(
  dapr: DaprClient,
  cache: Cache,
  config: ProcessConfig,
  endedSessions: EndedSessions,
  keys = DEFAULT_KEYS,
): TokenVerifier {
  let first = true;
  const load = async () => {
    const set = await dapr.invoke<JSONWebKeySet>(keys.appId, 'GET', keys.path);
    if (!set) throw new Error(`${keys.appId} has no ${keys.path}.`);
    return set;
  };
  const fetchKeys = () => {
    // Only the first look-up may use the cache: later ones happen because a key was not in it.
    const fresh = !first;
    first = false;
    return fresh ? load() : cached(cache, 'jwks', KEYS_TTL_SECONDS, load);
  };
  const rules = { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE };
  return new JwksTokenVerifier(fetchKeys, rules, endedSessions);
}

/** The sessions that have ended, fetched through the sidecars. */
export function createEndedSessions(dapr: DaprClient, logger: Logger): EndedSessions {
  const { appId, path } = getEndedSessions;
  const fetchEnded: FetchEnded = async (since) => {
    const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
    const ended = await dapr.invoke<EndedSessionsList>(appId, 'GET', `${path}${query}`);
    if (!ended) throw new Error(`${appId} has no ${path}.`);
    return ended;
  };
  return new EndedSessions(fetchEnded, logger);
}
