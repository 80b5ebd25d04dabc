import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AppError } from '@townsquare/kit';
import { MAX_BODY_BYTES, MAX_JSON_BYTES } from '../config.js';

/**
 * The body of a request, or null where it has none. One that says it is too large is refused before it is read. An upload
 * is passed on while it comes; any other body is read first, so that a client who sends slowly keeps no service waiting.
 */
export async function limitedBody(request: IncomingMessage, isUpload: boolean): Promise<Readable | Buffer | null> {
  const limit = isUpload ? MAX_BODY_BYTES : MAX_JSON_BYTES;
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > limit) throw tooLarge(limit);
  if (!isChunked && length === 0) return null;
  const body = isChunked ? counted(request, limit) : request;
  return isUpload ? body : buffer(body);
}

/** Breaks off a body of unknown length once it is too large. */
function counted(request: IncomingMessage, limit: number): Readable {
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
  request.once('error', (error) => counting.destroy(error));
  return request.pipe(counting);
}

/** The rest of the body is not waited for, so the connection cannot be used again. */
function tooLarge(limit: number): AppError {
  const detail = `A body may have ${Math.floor(limit / 1024)} KiB at most.`;
  return new AppError('too_large', detail, undefined, { connection: 'close' });
}
