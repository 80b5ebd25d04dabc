import { resolve } from 'node:path';
import {
  addressKey,
  createEndedSessions,
  createLogger,
  createTokenVerifier,
  DaprClient,
  errorHandler,
  type Logger,
  listen,
  mountProbes,
  observe,
  onTermination,
  readConfig,
  StateStoreCache,
  stopListening,
  strictApp,
  type TokenVerifier,
  unknownRoute,
  withRedisLogin,
} from '@townsquare/kit';
import type { Express, RequestHandler } from 'express';
import { GatewayConfig, limitsOf } from './config.js';
import type { ApiDocument } from './domain/api-document.js';
import { PUBLIC_SERVICES } from './domain/routing-table.js';
import { type RateLimits, RedisRateLimits } from './limits/rate-limits.js';
import { authenticateAndLimit, countWrongGuesses } from './middleware/authenticate-and-limit.js';
import { forwardRequest, requireCapacity } from './middleware/forward-request.js';
import { type ClientOf, createClientReader, setClient, setTarget } from './middleware/read-request.js';
import {
  allowOrigins,
  onlyFrom,
  preventCaching,
  securityHeaders,
  showRequestId,
} from './middleware/security-headers.js';
import { serveWeb } from './middleware/serve-web.js';
import { SocketProxy } from './realtime/socket-proxy.js';
import type { FetchDocument } from './routes/get-document.js';
import { createRoutes } from './routes/index.js';
import { GuardedUpstream } from './upstream/guarded-upstream.js';
import { createReadiness } from './upstream/readiness.js';
import { SidecarUpstream, type Upstream } from './upstream/sidecar-upstream.js';

/** What the gateway is built from. */
export interface GatewayParts {
  config: Pick<GatewayConfig, 'METRICS_FROM' | 'CORS_ORIGINS' | 'WEB_ROOT'>;
  logger: Logger;
  clientOf: ClientOf;
  tokens: TokenVerifier;
  limits: RateLimits;
  upstream: Upstream;
  /** Whether a service may have another request now. */
  hasCapacityFor(appId: string): boolean;
  fetchDocument: FetchDocument;
  readiness: () => Promise<Record<string, unknown>>;
  /** Handles requests to `/socket.io/` that are no upgrades. */
  poll: RequestHandler;
}

/** The gateway's Express app: the same for clients that call its port and for those that come through its sidecar. */
export function createGatewayService(parts: GatewayParts): Express {
  const { config, logger, limits } = parts;
  const app = strictApp();
  app.use(observe, showRequestId, preventCaching, securityHeaders);
  if (config.CORS_ORIGINS.length > 0) app.use(allowOrigins(config.CORS_ORIGINS));
  app.use(setClient(parts.clientOf), setTarget);
  app.get('/metrics', onlyFrom(config.METRICS_FROM));
  mountProbes(app, parts);
  app.use(serveWeb(resolve(config.WEB_ROOT)));
  app.use(requireCapacity(parts.hasCapacityFor), authenticateAndLimit(parts.tokens, limits));
  app.use(createRoutes(parts));
  app.use(forwardRequest(parts.upstream, countWrongGuesses(limits, logger)));
  app.use(unknownRoute);
  app.use(errorHandler(logger));
  return app;
}

/** Starts the gateway and keeps it running until the process is asked to end. */
export async function startGateway(): Promise<void> {
  const config = readConfig(GatewayConfig);
  const logger = createLogger('gateway', config.LOG_LEVEL);
  const sidecar = { host: config.DAPR_HOST, port: config.DAPR_HTTP_PORT, apiToken: config.DAPR_API_TOKEN };
  const dapr = new DaprClient(sidecar);
  await dapr.waitUntilReady();
  const upstream = new GuardedUpstream(new SidecarUpstream(sidecar), config.REQUESTS_PER_SERVICE);
  const redisUrl = await withRedisLogin(dapr, 'gateway', config.REDIS_URL);
  const limits = new RedisRateLimits(redisUrl, limitsOf(config), logger);
  const clientOf = createClientReader(config, logger);
  const count = (address: string) => limits.count('address', addressKey(address));
  const sockets = new SocketProxy(config.NOTIFICATION_URL, { clientOf, count }, config.CORS_ORIGINS, logger);
  const endedSessions = createEndedSessions(dapr, logger);
  const app = createGatewayService({
    config,
    logger,
    clientOf,
    limits,
    upstream,
    hasCapacityFor: (appId) => upstream.hasCapacityFor(appId),
    tokens: createTokenVerifier(dapr, new StateStoreCache(dapr, logger), config, endedSessions),
    fetchDocument: (appId) => dapr.invoke<ApiDocument>(appId, 'GET', '/openapi.json'),
    readiness: createReadiness(dapr, PUBLIC_SERVICES),
    poll: sockets.poll(),
  });
  const server = await listen(app, config.HOST, config.PORT);
  server.on('upgrade', sockets.upgrade);
  endedSessions.start();
  logger.info({ port: config.PORT }, 'listening');
  onTermination(logger, async () => {
    sockets.close();
    await stopListening(server);
    await endedSessions.stop();
    await Promise.all([upstream.close(), dapr.close(), limits.close()]);
  });
}
