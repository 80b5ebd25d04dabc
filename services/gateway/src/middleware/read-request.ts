import type { IncomingMessage } from 'node:http';
import type { Logger } from '@townsquare/kit';
import type { RequestHandler } from 'express';
import proxyaddr from 'proxy-addr';
import type { GatewayConfig } from '../config.js';
import { type Client, readClient } from '../domain/client.js';
import { routeOf } from '../domain/routing-table.js';
import { readTarget } from '../domain/target.js';

/** Returns the client that sent a request: the same for rate limits, sockets, `/metrics` and the services. */
export type ClientOf = (request: IncomingMessage) => Client;

/** A misconfigured proxy is wrong at every request: it is logged once in this time. */
const LOG_EVERY_MS = 60_000;

/** How much of an unreadable header is logged. */
const LOGGED_CHARACTERS = 200;

/** The reader for the configured proxies. It logs, once a minute at most, an address that it cannot read. */
export function createClientReader(
  config: Pick<GatewayConfig, 'TRUST_PROXY' | 'CLIENT_ADDRESS_HEADER'>,
  logger: Pick<Logger, 'warn'>,
  now: () => number = Date.now,
): ClientOf {
  const trusts = proxyaddr.compile(config.TRUST_PROXY);
  let silentUntil = 0;
  let unlogged = 0;
  return (request) => {
    const peer = request.socket.remoteAddress ?? '';
    const header = config.CLIENT_ADDRESS_HEADER;
    const client = readClient(peer, request.headers, header, (address) => trusts(address, 0));
    if (client.unreadable === undefined) return client;
    if (now() < silentUntil) {
      unlogged += 1;
      return client;
    }
    const written = client.unreadable.slice(0, LOGGED_CHARACTERS);
    logger.warn(
      { proxy: client.address, header, written, unlogged },
      'a proxy sent a client address that cannot be read: its requests count for the proxy',
    );
    silentUntil = now() + LOG_EVERY_MS;
    unlogged = 0;
    return client;
  };
}

/** Sets `response.locals.client`, which every later middleware uses. */
export function setClient(clientOf: ClientOf): RequestHandler {
  return (request, response, next) => {
    response.locals.client = clientOf(request);
    next();
  };
}

/** Sets `response.locals.target` and `publicRoute`, and `request.url` for Express' router: all see the same path. */
export const setTarget: RequestHandler = (request, response, next) => {
  const target = readTarget(request.url);
  request.url = target.path + target.query;
  response.locals.target = target;
  response.locals.publicRoute = routeOf(target.path);
  next();
};
