import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { AppError } from '@townsquare/kit';
import { MAX_BODY_BYTES } from '../config.js';

/** The body of a request, or null where it has none. One that says it is too large is refused before it is read. */
export function limitedBody(request: IncomingMessage): Readable | null {
  if (request.headers['transfer-encoding'] !== undefined) return request.pipe(counting());
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > MAX_BODY_BYTES) throw tooLarge();
  return length > 0 ? request : null;
}

/** Breaks off a body of unknown length once it is too large. */
function counting(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) done(tooLarge());
      else done(null, chunk);
    },
  });
}

/** The rest of the body is not waited for, so the connection cannot be used again. */
function tooLarge(): AppError {
  const limit = Math.floor(MAX_BODY_BYTES / 1024);
  return new AppError('too_large', `A body may have ${limit} KiB at most.`, undefined, { connection: 'close' });
}
