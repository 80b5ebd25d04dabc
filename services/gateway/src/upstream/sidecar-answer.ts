import type { IncomingHttpHeaders } from 'node:http';
import { Writable } from 'node:stream';
import { AppError, unavailable } from '@townsquare/kit';

/** How much of an answer is kept for the log. */
const KEPT_BYTES = 2_048;

/**
 * Whether a sidecar answered rather than the service, whose errors are all problem documents, and which says of each 200
 * what type it has. One without may come from a sidecar that did not reach it
 * (docs/decisions/0024-a-sidecar-that-tells-the-truth.md).
 */
export function isOfSidecar(status: number, { 'content-type': type }: IncomingHttpHeaders): boolean {
  return status >= 400 ? !type?.startsWith('application/problem+json') : status === 200 && type === undefined;
}

/** Takes in what a sidecar answered in place of a service: its words go to the log, and never to a client. */
export class SidecarAnswer extends Writable {
  #text = '';

  constructor(private readonly status: number) {
    super();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#text.length < KEPT_BYTES) this.#text += chunk.toString('utf8', 0, KEPT_BYTES);
    done();
  }

  /** What the client is told instead. */
  asError(appId: string): AppError {
    if (this.status === 400) return new AppError('invalid_request', 'The request could not be read.');
    return unavailable(appId, `The sidecar answered ${this.status}: ${this.#text}`);
  }
}
