import type { Logger } from '../logger.js';
import { cacheLookups } from '../metrics.js';
import { COMPONENTS } from './components.js';
import type { DaprClient } from './dapr-client.js';

/** Values that their owner can provide again. A cache that is down makes requests slower and never fails them. */
export interface Cache {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  drop(key: string): Promise<void>;
}

/** A cache in the Dapr state store. Keys are private to the service. */
export class StateStoreCache implements Cache {
  constructor(
    private readonly dapr: DaprClient,
    private readonly logger: Logger,
  ) {}

  async get<T>(key: string): Promise<T | undefined> {
    try {
      const value = await this.dapr.getState<T>(COMPONENTS.state, key);
      cacheLookups.inc({ outcome: value === undefined ? 'miss' : 'hit' });
      return value;
    } catch (error) {
      cacheLookups.inc({ outcome: 'failed' });
      this.logger.warn({ err: error, key }, 'the cache could not be read');
      return undefined;
    }
  }

  async set(key: string, value: unknown, ttlSeconds: number): Promise<void> {
    await this.#attempt(key, () => this.dapr.saveState(COMPONENTS.state, key, value, ttlSeconds));
  }

  async drop(key: string): Promise<void> {
    await this.#attempt(key, () => this.dapr.deleteState(COMPONENTS.state, key));
  }

  async #attempt(key: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn({ err: error, key }, 'the cache could not be written');
    }
  }
}

/** The value under `key`, or what `load` returns, which is then kept for `ttlSeconds`. */
export async function cached<T>(cache: Cache, key: string, ttlSeconds: number, load: () => Promise<T>): Promise<T> {
  const known = await cache.get<T>(key);
  if (known !== undefined) return known;
  const value = await load();
  await cache.set(key, value, ttlSeconds);
  return value;
}
