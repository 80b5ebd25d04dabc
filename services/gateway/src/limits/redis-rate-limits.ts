import { once } from 'node:events';
import type { Logger } from '@townsquare/kit';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type Allowance, BUDGETS, type Budget, type RateLimits, WINDOW_SECONDS } from './rate-limits.js';

/** How long a count in Redis may hold up a request before this instance counts alone. */
const REDIS_TIMEOUT_MS = 200;

/**
 * Budgets in Redis: one round trip a request, none for a key whose budget is known to be used up. Where Redis does not
 * answer, each instance counts by itself until it does.
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
    const limit = this.limits[budget];
    try {
      return allowance(true, limit, await this.#limiters[budget].consume(key));
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return allowance(false, limit, refusal);
      throw refusal;
    }
  }

  /** Resolves once Redis has answered for the first time. */
  async connected(): Promise<void> {
    if (this.#redis.status !== 'ready') await once(this.#redis, 'ready');
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
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

function allowance(allowed: boolean, limit: number, result: RateLimiterRes): Allowance {
  return {
    allowed,
    limit,
    remaining: Math.max(0, result.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  };
}

/** One line when Redis goes and one when it comes back, whatever happens in between. */
function reportOutages(redis: Redis, logger: Logger): void {
  let out = false;
  redis.on('error', (error) => {
    if (!out) logger.warn({ err: error }, 'Redis does not answer: rate limits are counted by this instance alone');
    out = true;
  });
  redis.on('ready', () => {
    if (out) logger.info('Redis is back: rate limits are shared again');
    out = false;
  });
}
