import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Caller, TokenVerifier } from '../auth/caller.js';
import { AppError, forbidden } from '../errors.js';
import type { Access } from './route.js';

/**
 * Answers the caller of a request if the route's access rule lets them in; throws otherwise. Who they are is kept in
 * `response.locals.callerId`, for the log to name whoever is refused.
 */
export async function admit(
  access: Access,
  request: Request,
  response: Response,
  tokens: TokenVerifier,
): Promise<Caller | null> {
  if (access === 'public') return null;
  if (typeof access === 'object' && 'services' in access) {
    const service = request.get('dapr-caller-app-id') ?? '';
    response.locals.callerId = service;
    if (!access.services.includes(service)) throw forbidden('This route is for other services.');
    return null;
  }
  const token = bearerToken(request.get('authorization'));
  if (token === undefined) {
    if (access === 'optional') return null;
    throw new AppError('unauthenticated');
  }
  const caller = await tokens.verify(token);
  response.locals.callerId = caller.userId;
  if (typeof access === 'object' && !access.roles.some((role) => caller.roles.includes(role))) {
    throw forbidden(`This needs the role ${access.roles.join(' or ')}.`);
  }
  return caller;
}

/** The token of an `Authorization: Bearer` header; throws when the header is there and is something else. */
export function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const match = /^Bearer ([\w.~+/-]+=*)$/i.exec(header);
  if (!match)
    throw new AppError('unauthenticated', 'The Authorization header must be: Bearer, a space, the access token.');
  return match[1];
}

/**
 * Lets in only what the service's own sidecar sends: it alone has the token. `exempt` names the paths of the probes,
 * which come without it.
 */
export function fromOwnSidecar(appApiToken: string, exempt: string[]): RequestHandler {
  const expected = Buffer.from(appApiToken);
  return (request, _response, next) => {
    const given = Buffer.from(request.get('dapr-api-token') ?? '');
    const isOwn = given.length === expected.length && timingSafeEqual(given, expected);
    if (isOwn || exempt.includes(request.path)) return next();
    throw new AppError('unauthenticated', 'This service is called through its Dapr sidecar.');
  };
}
