import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Caller, TokenVerifier } from '../auth/caller.js';
import { AppError, forbidden } from '../errors.js';
import type { Access } from './route.js';

/**
 * Returns the caller of a request if the route's access rule admits them; throws otherwise. It stores who they are in
 * `response.locals.callerId`, so that the log names a refused caller.
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
    throw forbidden(`This requires the role ${access.roles.join(' or ')}.`);
  }
  return caller;
}

/** The token of an `Authorization: Bearer` header; undefined without the header; throws when it has another form. */
export function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const match = /^Bearer ([\w.~+/-]+=*)$/i.exec(header);
  if (!match) throw new AppError('unauthenticated', 'The Authorization header must be `Bearer` and the access token.');
  return match[1];
}

/**
 * Refuses every request that is not from the service's own sidecar, which alone has the token. `exempt` names the paths of
 * the probes, which need no token.
 */
export function fromOwnSidecar(appApiToken: string, exempt: string[]): RequestHandler {
  const expected = Buffer.from(appApiToken);
  return (request, _response, next) => {
    const given = Buffer.from(request.get('dapr-api-token') ?? '');
    const isOwn = given.length === expected.length && timingSafeEqual(given, expected);
    if (isOwn || exempt.includes(request.path)) return next();
    throw new AppError('unauthenticated', 'This service accepts calls only through its Dapr sidecar.');
  };
}
