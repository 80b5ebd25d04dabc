import {
  addressKey,
  createEndedSessions,
  createLogger,
  createTokenVerifier,
  DaprClient,
  listen,
  onTermination,
  readConfig,
  StateStoreCache,
  stopListening,
  withRedisLogin,
} from '@townsquare/kit';
import { createGateway } from './app.js';
import { GatewayConfig } from './config.js';
import type { ApiDocument } from './domain/api-document.js';
import { PUBLIC_SERVICES } from './domain/routing-table.js';
import { RedisRateLimits } from './limits/rate-limits-redis.js';
import { createClientReader } from './middleware/client-reader.js';
import { SocketProxy } from './realtime/socket-proxy.js';
import { GuardedUpstream } from './upstream/guarded-upstream.js';
import { createReadiness } from './upstream/readiness.js';
import { SidecarUpstream } from './upstream/sidecar-upstream.js';

const config = readConfig(GatewayConfig);
const logger = createLogger('gateway', config.LOG_LEVEL);
const sidecar = { host: config.DAPR_HOST, port: config.DAPR_HTTP_PORT, apiToken: config.DAPR_API_TOKEN };
const dapr = new DaprClient(sidecar);
const upstream = new GuardedUpstream(new SidecarUpstream(sidecar), config.REQUESTS_PER_SERVICE);
await dapr.waitUntilReady();
const limits = new RedisRateLimits(
  await withRedisLogin(dapr, 'gateway', config.REDIS_URL),
  {
    user: config.RATE_LIMIT_USER_PER_MINUTE,
    address: config.RATE_LIMIT_ADDRESS_PER_MINUTE,
    guess: config.RATE_LIMIT_GUESS_PER_MINUTE,
    mail: config.RATE_LIMIT_MAIL_PER_MINUTE,
    refresh: config.RATE_LIMIT_REFRESH_PER_MINUTE,
    search: config.RATE_LIMIT_SEARCH_PER_MINUTE,
    upload: config.RATE_LIMIT_UPLOAD_PER_MINUTE,
    download: config.RATE_LIMIT_DOWNLOAD_PER_MINUTE,
  },
  logger,
);
const clientOf = createClientReader(config, logger);
const sockets = new SocketProxy(
  config.NOTIFICATION_URL,
  {
    clientOf,
    count: (address) => limits.count('address', addressKey(address)),
  },
  config.CORS_ORIGINS,
  logger,
);
const endedSessions = createEndedSessions(dapr, logger);
const app = createGateway({
  config,
  logger,
  clientOf,
  limits,
  upstream,
  hasRoomFor: (appId) => upstream.hasRoomFor(appId),
  tokens: createTokenVerifier(dapr, new StateStoreCache(dapr, logger), config, endedSessions),
  fetchDocument: (appId) => dapr.invoke<ApiDocument>(appId, 'GET', '/openapi.json'),
  readiness: createReadiness({ sidecarIsReady: () => dapr.isReady(), reach: (appId) => reach(appId) }, PUBLIC_SERVICES),
  poll: sockets.poll(),
});

async function reach(appId: string): Promise<void> {
  if (!(await dapr.invoke(appId, 'GET', '/healthz'))) throw new Error(`${appId} has no /healthz.`);
}

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
