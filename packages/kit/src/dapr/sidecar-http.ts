import { Pool } from 'undici';
import { refuseInTransaction } from '../database/open-transaction.js';
import { currentContext } from '../request-context.js';

export interface SidecarAddress {
  host: string;
  port: number;
  apiToken: string;
}

export interface SidecarRequest {
  /** Names the request in errors. */
  what: string;
  method: string;
  /** Path and query, URL-encoded. */
  path: string;
  headers?: Record<string, string>;
  body?: string | undefined;
  /** For the whole request, the wait for a connection included. */
  timeoutMs: number;
}

/** How many requests of one process the sidecar works on at a time. Those beyond that wait, within their time limit. */
const MAX_REQUESTS = 64;
/** More than the sidecar itself takes as a body (`max-body-size`), so only a response that never ends is cut off. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

/** The sidecar, or the service that it called, responded with a failure. */
export class SidecarError extends Error {
  constructor(
    what: string,
    readonly status: number,
    readonly body: string,
  ) {
    // Long enough for the paths that file bindings name before they say what is wrong.
    super(`The sidecar responded with ${status} to ${what}: ${body.slice(0, 2000)}`);
  }
}

/**
 * All requests to the sidecar go through here, those of the SDK too. Each has the API token, the trace of the request that
 * caused it, a time limit, and is refused while the caller's own transaction is open.
 */
export class SidecarHttp {
  readonly #pool: Pool;
  readonly #apiToken: string;

  constructor({ host, port, apiToken }: SidecarAddress) {
    const limits = { connections: MAX_REQUESTS, maxResponseSize: MAX_RESPONSE_BYTES };
    this.#pool = new Pool(`http://${host}:${port}`, limits);
    this.#apiToken = apiToken;
  }

  /** Resolves with any status; rejects when there is no whole response within `timeoutMs`. */
  async request(request: SidecarRequest): Promise<{ status: number; body: Buffer }> {
    const { what, method, path, body = null, timeoutMs } = request;
    refuseInTransaction(`The sidecar was called (${what})`);
    // It would be resolved on the way, and so name something else.
    if (/\/(\.|%2e){1,2}(?=[/?]|$)/i.test(path)) throw new Error(`${path} has a dot segment.`);
    const headers = { ...request.headers, ...contextHeaders(), 'dapr-api-token': this.#apiToken };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await this.#pool.request({ method, path, headers, body, signal });
      return { status: response.statusCode, body: Buffer.from(await response.body.arrayBuffer()) };
    } catch (cause) {
      const reason = signal.aborted ? `within ${timeoutMs} ms` : String(cause);
      throw new Error(`The sidecar did not respond to ${what}: ${reason}`, { cause });
    }
  }

  /** The bytes of a response. Rejects with a `SidecarError` when its status is not 2xx. */
  async bytes(request: SidecarRequest): Promise<Buffer> {
    const { status, body } = await this.request(request);
    if (!isSuccess(status)) throw new SidecarError(request.what, status, body.toString());
    return body;
  }

  /** Waits for the requests that are under way, then closes the connections. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** Whether a status is 2xx: a redirect of the sidecar would lead elsewhere, and is a failure. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

function contextHeaders(): Record<string, string> {
  const context = currentContext();
  return context ? { traceparent: context.traceparent, 'x-request-id': context.requestId } : {};
}
