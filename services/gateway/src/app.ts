import {
  addressKey,
  currentContext,
  errorHandler,
  type Logger,
  mountProbes,
  observe,
  sendProblem,
  strictApp,
  type TokenVerifier,
  unknownRoute,
} from '@townsquare/kit';
import cors from 'cors';
import type { Express, RequestHandler } from 'express';
import helmet from 'helmet';
import proxyaddr from 'proxy-addr';
import type { GatewayConfig } from './config.js';
import { wrongGuess } from './domain/charges.js';
import type { Client } from './domain/client.js';
import { type PublicRoute, routeOf } from './domain/routing-table.js';
import { readTarget } from './domain/target.js';
import type { RateLimits } from './limits/rate-limits.js';
import { enter } from './middleware/authenticate-and-limit.js';
import type { ClientOf } from './middleware/client-reader.js';
import { forwardRequest, type OnWrongGuess } from './middleware/forward-request.js';
import { type FetchDocument, getDocument } from './routes/get-document.js';
import { showDocs } from './routes/show-docs.js';
import { Overloaded } from './upstream/places.js';
import type { Upstream } from './upstream/upstream.js';

/** What the gateway is built from. */
export interface GatewayParts {
  config: Pick<GatewayConfig, 'METRICS_FROM' | 'CORS_ORIGINS'>;
  logger: Logger;
  clientOf: ClientOf;
  tokens: TokenVerifier;
  limits: RateLimits;
  upstream: Upstream;
  /** Whether a service could take another request. */
  hasRoomFor(appId: string): boolean;
  fetchDocument: FetchDocument;
  readiness: () => Promise<Record<string, unknown>>;
  /** Answers `/socket.io/` requests that are not upgrades. */
  poll: RequestHandler;
}

/** The gateway's Express app: the same for clients that call its port and for those that come through its sidecar. */
export function createGateway(parts: GatewayParts): Express {
  const { config, logger } = parts;
  const app = strictApp();
  app.use(observe, showRequestId, keepOutOfCaches, securityHeaders);
  if (config.CORS_ORIGINS.length > 0) app.use(shareWith(config.CORS_ORIGINS));
  app.use(client(parts.clientOf), target);
  app.get('/metrics', onlyFrom(config.METRICS_FROM));
  mountProbes(app, parts);

  const door = enter(parts.tokens, parts.limits);
  app.get('/', (_request, response) => response.redirect(302, 'docs/index.html'));
  app.use('/docs', door, showDocs());
  app.all('/socket.io/', door, parts.poll);
  app.use(onlyWithRoom(parts.hasRoomFor), door);
  app.get('/openapi.json', getDocument(parts.fetchDocument, logger));
  app.use(forwardRequest(parts.upstream, countWrongGuesses(parts)));
  app.use(unknownRoute);
  app.use(errorHandler(logger));
  return app;
}

const showRequestId: RequestHandler = (_request, response, next) => {
  response.setHeader('x-request-id', currentContext()!.requestId);
  next();
};

/** What is told to one person is kept by no cache on the way, nor by a browser, unless a service says that it may be. */
const keepOutOfCaches: RequestHandler = (_request, response, next) => {
  response.setHeader('cache-control', 'no-store');
  next();
};

/** Who sent a request: read once for all that follows. */
function client(clientOf: ClientOf): RequestHandler {
  return (request, response, next) => {
    response.locals.client = clientOf(request);
    next();
  };
}

/** What a request is addressed to, and whose address that is: read once for all that follows, Express' router included. */
const target: RequestHandler = (request, response, next) => {
  const read = readTarget(request.url);
  request.url = read.path + read.query;
  response.locals.target = read;
  response.locals.publicRoute = routeOf(read.path);
  next();
};

/** Refuses, before it costs anything, what the service could not take anyway. The metrics count it; a line each would cost. */
function onlyWithRoom(hasRoomFor: GatewayParts['hasRoomFor']): RequestHandler {
  return (request, response, next) => {
    const route = response.locals.publicRoute as PublicRoute | undefined;
    if (!route || hasRoomFor(route.appId)) return next();
    response.locals.route = route.pattern;
    sendProblem(new Overloaded(), request, response);
  };
}

/** Counts a wrong guess while its answer is on the way: the next guess comes after it on the same connection to Redis. */
function countWrongGuesses({ limits, logger }: Pick<GatewayParts, 'limits' | 'logger'>): OnWrongGuess {
  return ({ address }) => {
    const { budget, key } = wrongGuess(addressKey(address));
    limits.count(budget, key).catch((error) => logger.error({ err: error }, 'a wrong guess could not be counted'));
  };
}

/** An answer of an API is data: no page may frame it, run it or guess another type for it. */
const securityHeaders = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  xFrameOptions: { action: 'deny' },
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

function shareWith(origins: string[]): RequestHandler {
  const exposedHeaders = [
    'content-disposition',
    'etag',
    'retry-after',
    'x-request-id',
    'ratelimit-limit',
    'ratelimit-remaining',
    'ratelimit-reset',
  ];
  return cors({ origin: origins, exposedHeaders, maxAge: 600 });
}

/** Hides what is behind it from addresses other than these. A client whose address is not known is not one of them. */
function onlyFrom(networks: string[]): RequestHandler {
  const isInside = proxyaddr.compile(networks);
  return (request, response, next) => {
    const { address, unreadable } = response.locals.client as Client;
    if (unreadable === undefined && isInside(address, 0)) next();
    else unknownRoute(request, response, next);
  };
}
