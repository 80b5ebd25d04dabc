import type { IncomingHttpHeaders } from 'node:http';
import { Writable } from 'node:stream';
import { AppError, unavailable } from '@townsquare/kit';

/** How much of an answer is kept for the log. */
const KEPT_BYTES = 2_048;

/** Whether an error was answered by a sidecar rather than the service, whose errors are all problem documents. */
export function isOfSidecar(status: number, headers: IncomingHttpHeaders): boolean {
  return status >= 400 && !headers['content-type']?.startsWith('application/problem+json');
}

/** Takes in an error of a sidecar: its words go to the log, and never to a client. */
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
