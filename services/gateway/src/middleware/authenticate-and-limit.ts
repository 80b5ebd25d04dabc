import { AppError, addressKey, bearerToken, type TokenVerifier } from '@townsquare/kit';
import type { Request, RequestHandler, Response } from 'express';
import { type Charge, chargesOf } from '../domain/charges.js';
import type { Client } from '../domain/client.js';
import type { Target } from '../domain/target.js';
import { type Allowance, type RateLimits, WINDOW_SECONDS } from '../limits/rate-limits.js';

/**
 * The door: an access token that comes along must be valid, whether the route needs one or not, and the request must
 * be within its budgets.
 */
export function enter(tokens: TokenVerifier, limits: RateLimits): RequestHandler {
  return async (request, response, next) => {
    const address = addressKey((response.locals.client as Client).address);
    const userId = await identify(request, tokens).catch(async (error) => {
      // Forged tokens cost a signature check each: they are paid from the address's budget.
      spend(response, await limits.count('address', address));
      throw error;
    });
    const { path } = response.locals.target as Target;
    const charges = chargesOf({ method: request.method, path, address, userId });
    spend(response, tightest(await Promise.all(charges.map((charge) => settle(charge, limits)))));
    next();
  };
}

function settle({ budget, key, ifWrong }: Charge, limits: RateLimits): Promise<Allowance> {
  return ifWrong ? limits.look(budget, key) : limits.count(budget, key);
}

async function identify(request: Request, tokens: TokenVerifier): Promise<string | undefined> {
  const token = bearerToken(request.get('authorization'));
  return token === undefined ? undefined : (await tokens.verify(token)).userId;
}

/** Of several budgets the one that is used up, or will be first. */
function tightest(allowances: Allowance[]): Allowance {
  return allowances.reduce((one, other) => (left(other) < left(one) ? other : one));
}

function left({ allowed, remaining, limit }: Allowance): number {
  return allowed ? remaining / limit : -1;
}

/** Tells the client what is left of its budget; throws `too_many_requests` when that is nothing. */
function spend(response: Response, { budget, allowed, limit, remaining, resetSeconds }: Allowance): void {
  response.setHeader('ratelimit-policy', `${limit};w=${WINDOW_SECONDS}`);
  response.setHeader('ratelimit-limit', limit);
  response.setHeader('ratelimit-remaining', remaining);
  response.setHeader('ratelimit-reset', resetSeconds);
  if (allowed) return;
  const what = budget === 'guess' ? 'failed attempts' : 'requests';
  const detail = `At most ${limit} ${what} a minute; try again in ${resetSeconds} s.`;
  throw new AppError('too_many_requests', detail, undefined, { 'retry-after': String(resetSeconds) });
}
