import type { IncomingHttpHeaders } from 'node:http';
import type { Writable } from 'node:stream';
import { AppError, unavailable } from '@townsquare/kit';
import CircuitBreaker from 'opossum';
import { Places } from './places.js';
import { isOfSidecar } from './sidecar-answer.js';
import type { Upstream, UpstreamRequest } from './upstream.js';

type Receive = (status: number, headers: IncomingHttpHeaders) => Writable;

/**
 * When half of the last ten seconds' requests to a service failed, and those were some, none is sent for two seconds,
 * and then one as a trial. What a service answers itself, whatever it is, is no failure: Dapr's own circuit breaker
 * counts even a 404 as one, so anybody could open it.
 */
const BREAKER: CircuitBreaker.Options = {
  timeout: false,
  errorThresholdPercentage: 50,
  volumeThreshold: 20,
  rollingCountTimeout: 10_000,
  resetTimeout: 2_000,
  rollingPercentilesEnabled: false,
  errorFilter: (error) => error instanceof AppError || (error as Error).name === 'AbortError',
};

/**
 * The way to the services with a limit to what can be on it. A service that is slow, or gone, takes up its own places
 * and none of the others', and is left alone while it does not answer.
 */
export class GuardedUpstream implements Upstream {
  readonly #places: Places;
  readonly #breakers = new Map<string, CircuitBreaker<[() => Promise<void>], void>>();

  /** `placesEach` is how many requests may be waiting for one service at once. */
  constructor(
    private readonly upstream: Upstream,
    placesEach: number,
  ) {
    this.#places = new Places(placesEach);
  }

  /** Whether a request to this service would be let through just now. */
  hasRoomFor(appId: string): boolean {
    return this.#places.hasRoomFor(appId);
  }

  /** As `Upstream` says. Throws `unavailable`, with the time to try again after, when too much waits for the service. */
  async send(request: UpstreamRequest, receive: Receive): Promise<void> {
    const leave = this.#places.take(placeOf(request));
    let whole: Promise<void> | undefined;
    const untilHead = () =>
      new Promise<void>((resolve, reject) => {
        whole = this.upstream.send(request, (status, headers) => {
          const body = receive(status, headers);
          // With a 4xx it refused the request, for a reason of its own.
          const isRefused = status >= 400 && status < 500;
          if (isOfSidecar(status, headers) && !isRefused) reject(new NotReached());
          else resolve();
          return body;
        });
        whole.then(resolve, reject);
      });
    try {
      await this.#breakerOf(request.appId).fire(untilHead);
    } catch (error) {
      if (isRefusal(error)) throw unavailable(request.appId, error);
      if (!(error instanceof NotReached)) throw error;
    } finally {
      // From the head on it waits for the client, and no longer for the service.
      leave();
    }
    await whole;
  }

  async close(): Promise<void> {
    for (const breaker of this.#breakers.values()) breaker.shutdown();
    await this.upstream.close();
  }

  #breakerOf(appId: string): CircuitBreaker<[() => Promise<void>], void> {
    let breaker = this.#breakers.get(appId);
    if (!breaker) {
      breaker = new CircuitBreaker((work: () => Promise<void>) => work(), { ...BREAKER, name: appId });
      this.#breakers.set(appId, breaker);
    }
    return breaker;
  }
}

/** The sidecar answered in place of the service. What it said has gone where the answer goes. */
class NotReached extends Error {}

/** Uploads take as long as the client sends, so they have places of their own. */
function placeOf({ appId, isUpload }: UpstreamRequest): string {
  return isUpload ? `${appId} uploads` : appId;
}

/** Whether the breaker let nothing through. */
function isRefusal(error: unknown): boolean {
  return (error as { code?: string }).code === 'EOPENBREAKER';
}
