import { currentContext, unknownRoute } from '@townsquare/kit';
import cors from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import proxyaddr from 'proxy-addr';
import type { Client } from '../domain/client.js';

export const showRequestId: RequestHandler = (_request, response, next) => {
  response.setHeader('x-request-id', currentContext()!.requestId);
  next();
};

/** No cache or browser stores a response, unless a service says that it may. */
export const preventCaching: RequestHandler = (_request, response, next) => {
  response.setHeader('cache-control', 'no-store');
  next();
};

/** A response of an API is data: no page may frame it, run it or guess another type for it. */
export const securityHeaders = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  xFrameOptions: { action: 'deny' },
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** Lets pages of these origins call the API. */
export function allowOrigins(origins: string[]): RequestHandler {
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

/** Responds with 404 unless the client's address is in one of these networks. A client whose address is unreadable is in none. */
export function onlyFrom(networks: string[]): RequestHandler {
  const isInside = proxyaddr.compile(networks);
  return (request, response, next) => {
    const { address, unreadable } = response.locals.client as Client;
    if (unreadable === undefined && isInside(address, 0)) next();
    else unknownRoute(request, response, next);
  };
}
