import { type Server } from 'node:http';
import { Readable, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createLogger, listen, portOf, stopListening } from '@townsquare/kit';
import { createTestTokens, type TestTokens } from '@townsquare/kit/testing';
import { createGatewayService, type GatewayParts } from '../src/app.js';
import type { Budget } from '../src/domain/charges.js';
import type { Allowance, RateLimits } from '../src/limits/rate-limits.js';
import { createClientReader } from '../src/middleware/read-request.js';
import type { Upstream, UpstreamRequest } from '../src/upstream/sidecar-upstream.js';

export interface ServiceAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer | Readable;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Services that answer what a test says, and remember what they were sent. */
export class FakeUpstream implements Upstream {
  readonly requests: (UpstreamRequest & { bytes: Buffer })[] = [];
  answer: (request: UpstreamRequest) => ServiceAnswer | Promise<ServiceAnswer> = () => ({
    headers: JSON_TYPE,
    body: '{}',
  });

  async send(
    request: UpstreamRequest,
    receive: (status: number, headers: Record<string, string>) => Writable,
  ): Promise<void> {
    const { body: sent } = request;
    const bytes = sent instanceof Readable ? await buffer(sent) : (sent ?? Buffer.alloc(0));
    this.requests.push({ ...request, bytes });
    const { status = 200, headers = JSON_TYPE, body = '' } = await this.answer(request);
    await pipeline(body instanceof Readable ? body : Readable.from([body]), receive(status, headers));
  }

  async close(): Promise<void> {}
}

/** Budgets that a test can set, counted in memory. */
export class FakeLimits implements RateLimits {
  readonly counted: string[] = [];
  limit = 1_000;

  async count(budget: Budget, key: string): Promise<Allowance> {
    this.counted.push(`${budget} ${key}`);
    return this.#allowance(budget, this.#used(budget, key), this.#used(budget, key) <= this.limit);
  }

  async look(budget: Budget, key: string): Promise<Allowance> {
    return this.#allowance(budget, this.#used(budget, key), this.#used(budget, key) < this.limit);
  }

  #used(budget: Budget, key: string): number {
    return this.counted.filter((entry) => entry === `${budget} ${key}`).length;
  }

  #allowance(budget: Budget, used: number, allowed: boolean): Allowance {
    return {
      budget,
      allowed,
      limit: this.limit,
      remaining: Math.max(0, this.limit - used),
      resetSeconds: 42,
    };
  }
}

/** The gateway's app on a port of its own, with fakes where others would be. */
export class GatewayUnderTest {
  readonly upstream = new FakeUpstream();
  readonly limits = new FakeLimits();
  private constructor(
    readonly tokens: TestTokens,
    public server: Server,
  ) {}

  static async start(parts: Partial<GatewayParts> = {}): Promise<GatewayUnderTest> {
    const gateway = new GatewayUnderTest(await createTestTokens(), undefined as unknown as Server);
    const logger = createLogger('gateway', process.env.TEST_LOG_LEVEL ?? 'silent');
    const app = createGatewayService({
      config: { METRICS_FROM: ['loopback'], CORS_ORIGINS: [], WEB_ROOT: 'no-folder' },
      logger,
      clientOf: createClientReader({ TRUST_PROXY: ['loopback'], CLIENT_ADDRESS_HEADER: 'x-forwarded-for' }, logger),
      tokens: gateway.tokens.verifier,
      limits: gateway.limits,
      upstream: gateway.upstream,
      hasCapacityFor: () => true,
      fetchDocument: async () => ({ paths: {} }),
      readiness: async () => ({}),
      poll: (_request, _response, next) => next(),
      ...parts,
    });
    gateway.server = await listen(app, '127.0.0.1', 0);
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  stop(): Promise<void> {
    return stopListening(this.server, 500);
  }
}
