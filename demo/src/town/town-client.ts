import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

/** The town answered a request with an error, or not at all. */
export class TownError extends Error {
  override name = 'TownError';

  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
  }
}

export interface TownRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  path: string;
  json?: unknown;
  /** A file for the form field `file`. */
  file?: Buffer;
  token?: string;
  idempotencyKey?: string;
  /**
   * The address that the person sits at. The gateway takes our word for it when it trusts proxies on loopback, as it does
   * unless told otherwise; then each person has a budget of requests of their own, as they would have at home.
   */
  address?: string;
}

const RETRIED_STATUSES = new Set([429, 502, 503, 504]);
const GIVE_UP_AFTER_MS = 120_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** The public API of a town. What the town is too busy for is tried again when it says so, for two minutes. */
export class TownClient {
  readonly #pool: Pool;
  /** Requests that had to be made again. */
  retries = 0;
  requests = 0;

  constructor(gatewayUrl: string, connections: number) {
    this.#pool = new Pool(gatewayUrl, { connections, headersTimeout: REQUEST_TIMEOUT_MS });
  }

  /** The parsed answer of a request that succeeded; throws `TownError` for one that did not. */
  async call<T>(request: TownRequest): Promise<T> {
    const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#attempt<T>(request);
      if ('answer' in outcome) return outcome.answer;
      const { error, retryAfterMs, retry } = outcome;
      const wait = retryAfterMs ?? Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      if (!retry || Date.now() + wait > giveUpAt) throw error;
      this.retries += 1;
      await pause(wait * (1 + 0.2 * Math.random()));
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #attempt<T>(request: TownRequest): Promise<{ answer: T } | Failure> {
    this.requests += 1;
    const { method, path, json, file } = request;
    const form = file && formWith(file);
    try {
      const headers = { ...headersOf(request), ...form?.headers };
      const body = form ? form.body : json === undefined ? null : JSON.stringify(json);
      const response = await this.#pool.request({ method, path, headers, body });
      const text = await response.body.text();
      if (response.statusCode < 300) return { answer: (text === '' ? undefined : JSON.parse(text)) as T };
      return failure(request, response.statusCode, text, response.headers['retry-after']);
    } catch (cause) {
      const message = `${method} ${path}: the town does not answer (${(cause as Error).message})`;
      return { error: new TownError(message, 0, 'no_answer'), retry: true };
    }
  }
}

interface Failure {
  error: TownError;
  retry: boolean;
  retryAfterMs?: number;
}

function headersOf({ json, token, idempotencyKey, address }: TownRequest): Record<string, string> {
  return {
    'user-agent': 'townsquare-demo',
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    ...(address ? { 'x-forwarded-for': address } : {}),
  };
}

function failure({ method, path }: TownRequest, status: number, text: string, retryAfter: unknown): Failure {
  let problem: { code?: string; detail?: string; title?: string } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    problem = { detail: text.slice(0, 200) };
  }
  const message = `${method} ${path} answered ${status}: ${problem.detail ?? problem.title ?? 'no reason given'}`;
  const seconds = Number(retryAfter);
  return {
    error: new TownError(message, status, problem.code ?? ''),
    retry: RETRIED_STATUSES.has(status),
    ...(retryAfter !== undefined && Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}),
  };
}

function formWith(file: Buffer): { headers: Record<string, string>; body: Buffer } {
  const boundary = `----demo${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="image.png"\r\nContent-Type: image/png\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body };
}
