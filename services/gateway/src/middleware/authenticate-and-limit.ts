import { AppError, addressKey, bearerToken, type Logger, type TokenVerifier } from '@townsquare/kit';
import type { Request, RequestHandler, Response } from 'express';
import { type Charge, chargesOf, wrongGuess } from '../domain/charges.js';
import type { Client } from '../domain/client.js';
import type { Target } from '../domain/target.js';
import { type Allowance, type RateLimits, WINDOW_SECONDS } from '../limits/rate-limits.js';
import type { OnWrongGuess } from './forward-request.js';

/**
 * Verifies the access token, if the request has one, whether or not the route needs one; then counts the request against
 * its budgets. Throws `unauthenticated` and `too_many_requests`.
 */
export function authenticateAndLimit(tokens: TokenVerifier, limits: RateLimits): RequestHandler {
  return async (request, response, next) => {
    const address = addressKey((response.locals.client as Client).address);
    const userId = await identify(request, tokens).catch(async (error) => {
      // A forged token costs a signature check, so it is counted against the address.
      spend(response, await limits.count('address', address));
      throw error;
    });
    const { path } = response.locals.target as Target;
    const charges = chargesOf({ method: request.method, path, address, userId });
    spend(response, tightest(await Promise.all(charges.map((charge) => settle(charge, limits)))));
    next();
  };
}

/**
 * Counts a wrong guess while the response is on its way. The next guess is counted after it, on the same connection to
 * Redis.
 */
export function countWrongGuesses(limits: RateLimits, logger: Logger): OnWrongGuess {
  return ({ address }) => {
    const { budget, key } = wrongGuess(addressKey(address));
    limits.count(budget, key).catch((error) => logger.error({ err: error }, 'a wrong guess could not be counted'));
  };
}

function settle({ budget, key, ifWrong }: Charge, limits: RateLimits): Promise<Allowance> {
  return ifWrong ? limits.look(budget, key) : limits.count(budget, key);
}

async function identify(request: Request, tokens: TokenVerifier): Promise<string | undefined> {
  const token = bearerToken(request.get('authorization'));
  return token === undefined ? undefined : (await tokens.verify(token)).userId;
}

/** The budget that is used up, or will be used up first. */
function tightest(allowances: Allowance[]): Allowance {
  return allowances.reduce((one, other) => (left(other) < left(one) ? other : one));
}

function left({ allowed, remaining, limit }: Allowance): number {
  return allowed ? remaining / limit : -1;
}

/** Sets the `RateLimit` headers; throws `too_many_requests` when the budget is used up. */
function spend(response: Response, { budget, allowed, limit, remaining, resetSeconds }: Allowance): void {
  response.setHeader('ratelimit-policy', `${limit};w=${WINDOW_SECONDS}`);
  response.setHeader('ratelimit-limit', limit);
  response.setHeader('ratelimit-remaining', remaining);
  response.setHeader('ratelimit-reset', resetSeconds);
  if (allowed) return;
  const what = budget === 'guess' ? 'failed attempts' : 'requests';
  const detail = `At most ${limit} ${what} a minute are allowed. Try again in ${resetSeconds} s.`;
  throw new AppError('too_many_requests', detail, undefined, { 'retry-after': String(resetSeconds) });
}
