import { once } from 'node:events';
import type { Logger } from '@townsquare/kit';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { BUDGETS, type Budget } from '../domain/charges.js';

/** What is left of a budget. */
export interface Allowance {
  budget: Budget;
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the budget is full again. */
  resetSeconds: number;
}

/** Counts requests of all instances of the gateway together. It never makes a request fail. */
export interface RateLimits {
  count(budget: Budget, key: string): Promise<Allowance>;
  /** Returns what is left without counting. */
  look(budget: Budget, key: string): Promise<Allowance>;
}

export const WINDOW_SECONDS = 60;

/** How long a request waits for Redis before this instance counts alone. */
const REDIS_TIMEOUT_MS = 200;

/**
 * Budgets in Redis: one round trip a request, and none for a key whose budget is known to be used up. All counts of a request
 * are sent together. While Redis does not respond, each instance counts alone.
 */
export class RedisRateLimits implements RateLimits {
  readonly #redis: Redis;
  readonly #limiters: Record<Budget, RateLimiterRedis>;

  constructor(
    url: string,
    readonly limits: Record<Budget, number>,
    logger: Logger,
  ) {
    this.#redis = new Redis(url, {
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      maxRetriesPerRequest: 0,
      commandTimeout: REDIS_TIMEOUT_MS,
      retryStrategy: (tries) => Math.min(tries * 100, 2_000),
    });
    reportOutages(this.#redis, logger);
    const limiters = BUDGETS.map((budget) => [budget, this.#limiter(budget)]);
    this.#limiters = Object.fromEntries(limiters) as Record<Budget, RateLimiterRedis>;
  }

  async count(budget: Budget, key: string): Promise<Allowance> {
    try {
      return this.#allowance(budget, true, await this.#limiters[budget].consume(key));
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return this.#allowance(budget, false, refusal);
      throw refusal;
    }
  }

  async look(budget: Budget, key: string): Promise<Allowance> {
    const counted = await this.#limiters[budget].get(key);
    return counted
      ? this.#allowance(budget, counted.remainingPoints > 0, counted)
      : this.#allowance(budget, true, new RateLimiterRes(this.limits[budget], WINDOW_SECONDS * 1000));
  }

  /** Resolves once Redis has responded for the first time. */
  async connected(): Promise<void> {
    if (this.#redis.status !== 'ready') await once(this.#redis, 'ready');
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }

  #allowance(budget: Budget, allowed: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes): Allowance {
    return {
      budget,
      allowed,
      limit: this.limits[budget],
      remaining: Math.max(0, remainingPoints),
      resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    };
  }

  #limiter(budget: Budget): RateLimiterRedis {
    const points = this.limits[budget];
    const settings = { keyPrefix: `rate:${budget}`, points, duration: WINDOW_SECONDS };
    return new RateLimiterRedis({
      ...settings,
      storeClient: this.#redis,
      rejectIfRedisNotReady: true,
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: new RateLimiterMemory(settings),
    });
  }
}

/** Logs one line when Redis fails and one when it is back. */
function reportOutages(redis: Redis, logger: Logger): void {
  let out = false;
  redis.on('error', (error) => {
    if (!out) logger.warn({ err: error }, 'Redis does not respond: this instance counts rate limits alone');
    out = true;
  });
  redis.on('ready', () => {
    if (out) logger.info('Redis is back: rate limits are shared again');
    out = false;
  });
}
