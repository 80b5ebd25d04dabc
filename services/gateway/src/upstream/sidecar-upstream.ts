import type { IncomingHttpHeaders } from 'node:http';
import { type Readable, Writable } from 'node:stream';
import { AppError, type SidecarAddress, unavailable } from '@townsquare/kit';
import { type Dispatcher, Pool } from 'undici';

/** A request on its way to a service. */
export interface UpstreamRequest {
  appId: string;
  method: string;
  /** Clean path and query. */
  path: string;
  headers: Record<string, string | string[]>;
  body: Readable | Buffer | null;
  /** Whether the body is a file, which takes as long as the client needs to send it. */
  isUpload: boolean;
  /** How long the service may take to begin its response, including the time that the body takes to send. */
  responseTimeoutMs: number;
  /** Aborts the request. */
  signal: AbortSignal;
}

/** Sends requests to the services. */
export interface Upstream {
  /**
   * Sends a request. When the head of the response arrives, `receive` returns the stream that its body is written to.
   * Resolves when the whole body is written; rejects when the service cannot be reached, times out, or breaks off.
   */
  send(request: UpstreamRequest, receive: (status: number, headers: IncomingHttpHeaders) => Writable): Promise<void>;
  close(): Promise<void>;
}

const CONNECTIONS = 256;

/** The longest pause within the body of a response. */
const BODY_TIMEOUT_MS = 30_000;

/** Sends requests to the services through the gateway's own sidecar. Bodies are streamed in both directions. */
export class SidecarUpstream implements Upstream {
  readonly #pool: Pool;

  constructor(private readonly address: SidecarAddress) {
    this.#pool = new Pool(`http://${address.host}:${address.port}`, { connections: CONNECTIONS });
  }

  async send(
    request: UpstreamRequest,
    receive: (status: number, headers: IncomingHttpHeaders) => Writable,
  ): Promise<void> {
    await this.#pool.stream(
      {
        path: `/v1.0/invoke/${request.appId}/method${request.path}`,
        method: request.method as Dispatcher.HttpMethod,
        headers: { ...request.headers, 'dapr-api-token': this.address.apiToken },
        body: request.body,
        headersTimeout: request.responseTimeoutMs,
        bodyTimeout: BODY_TIMEOUT_MS,
        signal: request.signal,
      },
      ({ statusCode, headers }) => receive(statusCode, headers),
    );
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** How much of a sidecar's response is kept for the log. */
const KEPT_BYTES = 2_048;

/**
 * Whether the sidecar responded instead of the service. Every error of a service is a problem document, and every 200 has a
 * content type. A 200 without one may come from a sidecar that did not reach the service
 * (docs/decisions/0024-a-sidecar-that-tells-the-truth.md).
 */
export function isOfSidecar(status: number, { 'content-type': type }: IncomingHttpHeaders): boolean {
  return status >= 400 ? !type?.startsWith('application/problem+json') : status === 200 && type === undefined;
}

/** Receives the response of a sidecar in place of a service's. Its text goes to the log, and never to a client. */
export class SidecarResponse extends Writable {
  #text = '';

  constructor(private readonly status: number) {
    super();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#text.length < KEPT_BYTES) this.#text += chunk.toString('utf8', 0, KEPT_BYTES);
    done();
  }

  /** The error that the client gets instead. */
  asError(appId: string): AppError {
    if (this.status === 400) return new AppError('invalid_request', 'The request could not be parsed.');
    return unavailable(appId, `The sidecar returned ${this.status}: ${this.#text}`);
  }
}
