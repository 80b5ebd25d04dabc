import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@townsquare/demo/random';
import { Pool } from 'undici';

interface Delivery {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** What happens to one delivery. */
interface Faults {
  isRetained: boolean;
  duplicateAfterMs: number | undefined;
  delayMs: number | undefined;
  isResponseLost: boolean;
}

const DELAYED = 0.3;
const DELAYED_MS = 200;
const DUPLICATED = 0.2;
const RESPONSE_LOST = 0.02;
const RETAINED = 0.3;
const CONNECT_AGAIN_MS = 100;

/**
 * A proxy between sidecars and apps that disturbs the delivery of events: it delays some, so that later ones
 * overtake them, delivers some twice, loses the answers to some, and keeps some to deliver them all once more, shuffled.
 * It knows no broker, so it does the same to each.
 */
export class EventInterceptor {
  duplicated = 0;
  delayed = 0;
  responsesLost = 0;
  readonly #random: Random;
  readonly #retained: (() => Promise<unknown>)[] = [];
  readonly #servers: Server[] = [];
  readonly #pools: Pool[] = [];
  readonly #later: Promise<unknown>[] = [];

  constructor(
    random: Random,
    /** How much later a second delivery may be. */
    private readonly secondAfterMs = 10_000,
  ) {
    this.#random = random;
  }

  /** Listens in front of an app, and returns the port that the app's sidecar has to call. */
  async listenBefore(appPort: number): Promise<number> {
    const pool = new Pool(`http://127.0.0.1:${appPort}`, { connections: 64 });
    const server = createServer((request, response) => {
      this.#pass(pool, request, response).catch(() => response.destroy());
    });
    server.keepAliveTimeout = 95_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#servers.push(server);
    this.#pools.push(pool);
    return (server.address() as { port: number }).port;
  }

  /** Delivers the second copies and all retained events, in another order; returns how many were retained. */
  async redeliver(): Promise<number> {
    await Promise.all(this.#later.splice(0));
    const again = this.#random.shuffled(this.#retained.splice(0));
    for (const deliver of again) await deliver();
    return again.length;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
    await Promise.all(this.#pools.map((pool) => pool.destroy()));
  }

  async #pass(pool: Pool, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const delivery = await take(request);
    const isEvent = delivery.method === 'POST' && delivery.path.startsWith('/events/');
    const faults = isEvent ? this.#drawFaults() : undefined;
    const send = () => forward(pool, delivery);
    if (faults) await this.#disturb(faults, send);
    // A sidecar asks for the app's subscriptions once, when it starts: the app may start later than that.
    const answer = isEvent || request.method === 'POST' ? await send() : await untilAnswered(send);
    const isLost = faults?.isResponseLost === true;
    response.writeHead(isLost ? 500 : answer.status, answer.headers).end(isLost ? '' : answer.body);
  }

  /** Draws everything at once, so that the same seed gives the same number of faults however the deliveries interleave. */
  #drawFaults(): Faults {
    const chance = (probability: number) => this.#random.chance(probability);
    const faults = {
      isRetained: chance(RETAINED),
      duplicateAfterMs: chance(DUPLICATED) ? this.#random.below(this.secondAfterMs) : undefined,
      delayMs: chance(DELAYED) ? this.#random.below(DELAYED_MS) : undefined,
      isResponseLost: chance(RESPONSE_LOST),
    };
    if (faults.duplicateAfterMs !== undefined) this.duplicated += 1;
    if (faults.delayMs !== undefined) this.delayed += 1;
    if (faults.isResponseLost) this.responsesLost += 1;
    return faults;
  }

  async #disturb({ isRetained, duplicateAfterMs, delayMs }: Faults, send: () => Promise<unknown>): Promise<void> {
    if (isRetained) this.#retained.push(() => send().catch(() => undefined));
    if (duplicateAfterMs !== undefined)
      this.#later.push(pause(duplicateAfterMs).then(() => send().catch(() => undefined)));
    if (delayMs !== undefined) await pause(delayMs);
  }
}

/** Headers of one connection, and not of the request. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'expect']);

async function take(request: IncomingMessage): Promise<Delivery> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name));
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks),
  };
}

async function forward(pool: Pool, { method, path, headers, body }: Delivery) {
  const answer = await pool.request({ method: method as 'POST', path, headers, body: body.length > 0 ? body : null });
  const kept = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name));
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return { status: answer.statusCode, headers: Object.fromEntries(kept) as Record<string, string>, body: bytes };
}

async function untilAnswered<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch {
      await pause(CONNECT_AGAIN_MS);
    }
  }
}
