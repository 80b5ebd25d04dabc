import type { EventDefinition } from '@townsquare/contracts';
import express, { type Express, type RequestHandler } from 'express';
import pLimit, { type LimitFunction } from 'p-limit';
import type { TokenVerifier } from '../auth/caller.js';
import { COMPONENTS, eventsComponent } from '../dapr/components.js';
import type { Database } from '../database/database.js';
import type { DeadLetters } from '../events/dead-letters.js';
import { deliver } from '../events/deliver.js';
import { MAX_EVENT_BYTES } from '../events/parse-event.js';
import type { Subscription } from '../events/subscription.js';
import type { Logger } from '../logger.js';
import { httpDuration, metrics } from '../metrics.js';
import { withContext } from '../request-context.js';
import { fromOwnSidecar } from './access.js';
import { deadLetterRoutes } from './dead-letter-routes.js';
import { errorHandler, unknownRoute } from './error-handler.js';
import { type CheckAnswer, mountRoute } from './mount-route.js';
import { describeRoutes } from './openapi.js';
import type { Route } from './route.js';

/** What an app is built from. */
export interface AppParts {
  service: string;
  logger: Logger;
  tokens: TokenVerifier;
  appApiToken: string;
  /** Where events go that cannot be applied. */
  deadLetters: DeadLetters;
  routes: Route[];
  subscriptions: Subscription[];
  /** Returns details for `/readyz`; throws when the service is not ready. */
  readiness: () => Promise<Record<string, unknown>>;
  /** For tests: checks every answer against its schema. A running service does not spend time on that. */
  checkAnswer?: CheckAnswer;
}

/** Paths that need no sidecar token: the probes, and the metrics for a collector. */
const OPEN_PATHS = ['/healthz', '/readyz', '/metrics'];

/** The largest JSON body of a request, and of a dead letter: as much as a broker holds, as base64. */
const MAX_REQUEST_BYTES = '100kb';
const MAX_DEAD_LETTER_BYTES = '64mb';

/** Where the sidecar delivers an event after its last retry. */
const DEAD_LETTER_PATH = '/deadletters';

/** The Express app of a service: its routes and subscriptions, and the routes that every service has. */
export function createApp(parts: AppParts): Express {
  const app = strictApp();
  app.use(observe);
  app.use(fromOwnSidecar(parts.appApiToken, OPEN_PATHS));
  mountProbes(app, parts);
  mountSubscriptions(app, parts);
  app.use(express.json({ limit: MAX_REQUEST_BYTES }));
  const routes = [...parts.routes, ...deadLetterRoutes(parts.deadLetters)];
  const document = describeRoutes(parts.service, routes);
  app.get('/openapi.json', (_request, response) => void response.json(document));
  for (const route of routes) mountRoute(app, route, parts.tokens, parts.checkAnswer);
  app.use(unknownRoute);
  app.use(errorHandler(parts.logger));
  return app;
}

/**
 * An Express app that matches paths exactly, in their case and without a slash at the end. Express itself does not, so
 * a check that compares paths (a rate limit, an access policy of the sidecar) could be bypassed.
 */
export function strictApp(): Express {
  const app = express();
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.disable('x-powered-by');
  app.disable('etag');
  return app;
}

/** Gives a request its context, and measures it under the path of its route. */
export const observe: RequestHandler = (request, response, next) => {
  const end = httpDuration.startTimer();
  response.on('finish', () => {
    end({ method: request.method, route: response.locals.route ?? 'none', status: response.statusCode });
  });
  withContext({ requestId: request.get('x-request-id'), traceparent: request.get('traceparent') }, next);
};

/** The routes of every process: whether it is alive, whether it is ready, and its metrics. */
export function mountProbes(app: Express, { readiness, logger }: Pick<AppParts, 'readiness' | 'logger'>): void {
  app.get('/healthz', (_request, response) => void response.json({ alive: true }));
  app.get('/readyz', async (_request, response) => {
    try {
      response.json({ ready: true, ...(await readiness()) });
    } catch (error) {
      logger.warn({ err: error }, 'not ready');
      response.status(503).json({ ready: false, reason: (error as Error).message });
    }
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });
}

/**
 * Limits the events of one component to a third of the connections: a topic whose handlers all wait leaves the rest to
 * requests and other topics.
 */
function turnsOf({ poolSize }: Pick<Database, 'poolSize'>): (event: EventDefinition) => LimitFunction {
  const turns = new Map<string, LimitFunction>();
  const each = Math.max(1, Math.floor(poolSize / 3));
  return ({ aggregate }) => {
    const component = eventsComponent(aggregate);
    const turn = turns.get(component) ?? pLimit(each);
    turns.set(component, turn);
    return turn;
  };
}

/** One route for each subscription and one for dead letters, and the list of them that the sidecar asks for. */
function mountSubscriptions(app: Express, { service, subscriptions, deadLetters, logger }: AppParts): void {
  const deadLetterTopic = `deadletters.${service}`;
  const list = subscriptions.map(({ event }) => ({
    pubsubname: eventsComponent(event.aggregate),
    topic: event.topic,
    route: eventPath(event.topic),
    deadLetterTopic,
  }));
  // Raw, because a dead letter may be anything, also what is no event.
  const ofDeadLetters = {
    pubsubname: COMPONENTS.deadLetters,
    topic: deadLetterTopic,
    route: DEAD_LETTER_PATH,
    metadata: { rawPayload: 'true' },
  };
  app.get('/dapr/subscribe', (_request, response) => void response.json([...list, ofDeadLetters]));
  const { database, failures } = deadLetters;
  const turnOf = turnsOf(database);
  for (const subscription of subscriptions) {
    const inTurn = turnOf(subscription.event);
    app.post(eventPath(subscription.event.topic), eventBody(MAX_EVENT_BYTES), async (request, response) => {
      response.locals.route = request.path;
      const status = await inTurn(() => deliver(subscription, { database, logger, failures }, request.body));
      response.json({ status });
    });
  }
  app.post(DEAD_LETTER_PATH, eventBody(MAX_DEAD_LETTER_BYTES), async (request, response) => {
    response.locals.route = request.path;
    await deadLetters.keep(Buffer.from(request.body.data_base64, 'base64'));
    response.json({ status: 'SUCCESS' });
  });
}

function eventBody(limit: string | number): RequestHandler {
  return express.json({ limit, type: ['application/json', 'application/*+json'] });
}

/** Where the sidecar delivers a topic's events. */
export function eventPath(topic: string): string {
  return `/events/${topic}`;
}
