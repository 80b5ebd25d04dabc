import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  token?: string | undefined;
  key?: string | null;
}

/** What came of a call: an answer, or the reason why there is none. */
export interface Reply {
  status: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: what comes from outside is looked into by who asked for it
  answer: any;
  error: string | null;
}

/** The public API of a town, at one address or, where several instances of the gateway run, at several in turn. */
export class ApiClient {
  readonly #pools: Pool[];
  #turn = 0;

  constructor(
    urls: readonly string[],
    private readonly timeoutMs: number,
    connections = 64,
  ) {
    this.#pools = urls.map((url) => new Pool(url, { connections }));
  }

  async call({ method, path, body, token, key }: Call): Promise<Reply> {
    const pool = this.#pools[this.#turn++ % this.#pools.length]!;
    const headers: Record<string, string> = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    };
    const signal = AbortSignal.timeout(this.timeoutMs);
    try {
      const sent = body === undefined ? null : JSON.stringify(body);
      const response = await pool.request({ method, path: `/api/v1${path}`, headers, body: sent, signal });
      const text = await response.body.text();
      return { status: response.statusCode, answer: text === '' ? null : JSON.parse(text), error: null };
    } catch (error) {
      return { status: null, answer: null, error: (error as Error).message };
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.destroy()));
  }
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** The pause before the next attempt: it grows, and so a town that is down is not stormed. */
export function pauseAfter(attempt: number): Promise<void> {
  return pause(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS));
}
