import { AppError, addressKey, bearerToken, type TokenVerifier } from '@townsquare/kit';
import type { Request, RequestHandler, Response } from 'express';
import { SIGN_IN_PATHS } from '../domain/routing-table.js';
import type { Target } from '../domain/target.js';
import { type Allowance, type RateLimits, WINDOW_SECONDS } from '../limits/rate-limits.js';

/**
 * The door: an access token that comes along must be valid, whether the route needs one or not, and the request must
 * be within its budget: the account's, or the address's where nobody is signed in.
 */
export function enter(tokens: TokenVerifier, limits: RateLimits): RequestHandler {
  return async (request, response, next) => {
    const address = addressKey(request.ip ?? '');
    const userId = await identify(request, tokens).catch(async (error) => {
      // Forged tokens cost a signature check each: they are paid from the address's budget.
      spend(response, await limits.count('address', address));
      throw error;
    });
    const target = response.locals.target as Target | undefined;
    if (SIGN_IN_PATHS.has(target?.path ?? '')) spend(response, await limits.count('auth', address));
    else if (userId !== undefined) spend(response, await limits.count('user', userId));
    else spend(response, await limits.count('address', address));
    next();
  };
}

async function identify(request: Request, tokens: TokenVerifier): Promise<string | undefined> {
  const token = bearerToken(request.get('authorization'));
  return token === undefined ? undefined : (await tokens.verify(token)).userId;
}

/** Tells the client what is left of its budget; throws `too_many_requests` when that is nothing. */
function spend(response: Response, { allowed, limit, remaining, resetSeconds }: Allowance): void {
  response.setHeader('ratelimit-policy', `${limit};w=${WINDOW_SECONDS}`);
  response.setHeader('ratelimit-limit', limit);
  response.setHeader('ratelimit-remaining', remaining);
  response.setHeader('ratelimit-reset', resetSeconds);
  if (allowed) return;
  const detail = `At most ${limit} requests a minute; try again in ${resetSeconds} s.`;
  throw new AppError('too_many_requests', detail, undefined, { 'retry-after': String(resetSeconds) });
}
