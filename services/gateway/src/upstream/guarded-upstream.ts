import type { IncomingHttpHeaders } from 'node:http';
import type { Writable } from 'node:stream';
import { AppError, unavailable } from '@townsquare/kit';
import CircuitBreaker from 'opossum';
import pLimit, { type LimitFunction } from 'p-limit';
import { isOfSidecar, type Upstream, type UpstreamRequest } from './sidecar-upstream.js';

type Receive = (status: number, headers: IncomingHttpHeaders) => Writable;

/**
 * The circuit to a service opens when half of the last ten seconds' requests failed, and there were at least twenty. It
 * stays open for two seconds; then one request is sent as a trial. A response of the service itself is no failure, whatever
 * its status: Dapr's own circuit breaker counts even a 404 as one, so any client could open it.
 */
const CIRCUIT: CircuitBreaker.Options = {
  timeout: false,
  errorThresholdPercentage: 50,
  volumeThreshold: 20,
  rollingCountTimeout: 10_000,
  resetTimeout: 2_000,
  rollingPercentilesEnabled: false,
  errorFilter: (error) => error instanceof AppError || (error as Error).name === 'AbortError',
};

/** The service has as many requests in progress as it may have: refusing one costs little, and the others finish in time. */
export class Overloaded extends AppError {
  constructor() {
    const detail = 'The service has too many requests in progress. Try again in a second.';
    super('unavailable', detail, undefined, { 'retry-after': '1' });
  }
}

/**
 * An upstream with a concurrency limit and a circuit breaker for each service. A service that is slow uses up its own limit
 * and no other's. A service that fails is sent no requests for a while.
 */
export class GuardedUpstream implements Upstream {
  readonly #limits = new Map<string, LimitFunction>();
  readonly #circuits = new Map<string, CircuitBreaker<[() => Promise<void>], void>>();

  constructor(
    private readonly upstream: Upstream,
    /** How many requests may wait for the response of one service at the same time; uploads have a limit of their own. */
    private readonly concurrency: number,
  ) {}

  /** Whether the service may have another request now. */
  hasCapacityFor(appId: string): boolean {
    return hasCapacity(this.#limitOf(appId));
  }

  /** As `Upstream` says. Throws `unavailable`, with `Retry-After`, when the limit is reached or the circuit is open. */
  async send(request: UpstreamRequest, receive: Receive): Promise<void> {
    // Uploads take as long as the client sends.
    const limit = this.#limitOf(request.isUpload ? `${request.appId} uploads` : request.appId);
    // A request that waited in a queue would only delay its own refusal.
    if (!hasCapacity(limit)) throw new Overloaded();
    let whole: Promise<void> | undefined;
    /** Resolves with the head of the response: from then on the request waits for the client, and not for the service. */
    const untilHead = () =>
      new Promise<void>((resolve, reject) => {
        whole = this.upstream.send(request, (status, headers) => {
          const body = receive(status, headers);
          // With a 4xx the sidecar refused the request itself.
          const isRefused = status >= 400 && status < 500;
          if (isOfSidecar(status, headers) && !isRefused) reject(new NotReached());
          else resolve();
          return body;
        });
        whole.then(resolve, reject);
      });
    try {
      await limit(() => this.#circuitOf(request.appId).fire(untilHead));
    } catch (error) {
      if ((error as { code?: string }).code === 'EOPENBREAKER') throw unavailable(request.appId, error);
      if (!(error instanceof NotReached)) throw error;
    }
    await whole;
  }

  async close(): Promise<void> {
    for (const circuit of this.#circuits.values()) circuit.shutdown();
    await this.upstream.close();
  }

  #limitOf(name: string): LimitFunction {
    const limit = this.#limits.get(name) ?? pLimit(this.concurrency);
    this.#limits.set(name, limit);
    return limit;
  }

  #circuitOf(appId: string): CircuitBreaker<[() => Promise<void>], void> {
    let circuit = this.#circuits.get(appId);
    if (!circuit) {
      circuit = new CircuitBreaker((work: () => Promise<void>) => work(), { ...CIRCUIT, name: appId });
      this.#circuits.set(appId, circuit);
    }
    return circuit;
  }
}

/** The sidecar responded in place of the service. Its body has gone to what `receive` returned. */
class NotReached extends Error {}

function hasCapacity({ activeCount, pendingCount, concurrency }: LimitFunction): boolean {
  return activeCount + pendingCount < concurrency;
}
