import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AppError, currentContext, sendProblem, unavailable, WRONG_GUESS_HEADER } from '@townsquare/kit';
import type { Request, RequestHandler, Response } from 'express';
import { MAX_BODY_BYTES, MAX_JSON_BYTES } from '../config.js';
import type { Client } from '../domain/client.js';
import { toClient, toService } from '../domain/headers.js';
import type { PublicRoute } from '../domain/routing-table.js';
import type { Target } from '../domain/target.js';
import { Overloaded } from '../upstream/guarded-upstream.js';
import { isOfSidecar, SidecarResponse, type Upstream, type UpstreamRequest } from '../upstream/sidecar-upstream.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** How long a service may take to begin its response. For an upload this includes the time that the client needs to send it. */
const RESPONSE_TIMEOUT_MS = 10_000;
const UPLOAD_TIMEOUT_MS = 60_000;

/** Called when a service reports that the client sent a wrong password, code or token. */
export type OnWrongGuess = (client: Client) => void;

/** Refuses a request that its service could not take now, before it is authenticated and counted. It is not logged: metrics count it. */
export function requireCapacity(hasCapacityFor: (appId: string) => boolean): RequestHandler {
  return (request, response, next) => {
    const route = response.locals.publicRoute as PublicRoute | undefined;
    if (!route || hasCapacityFor(route.appId)) return next();
    response.locals.route = route.pattern;
    sendProblem(new Overloaded(), request, response);
  };
}

/** Streams a request to the service that owns its path, and the response back. */
export function forwardRequest(upstream: Upstream, onWrongGuess: OnWrongGuess): RequestHandler {
  return async (request, response, next) => {
    const route = response.locals.publicRoute as PublicRoute | undefined;
    if (!route || !METHODS.has(request.method)) return next();
    response.locals.route = route.pattern;
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    try {
      await pass(upstream, await toUpstream(request, route, response, gone.signal), response, onWrongGuess);
    } catch (error) {
      if (gone.signal.aborted || isPrematureClose(error)) return;
      // Metrics count it; logging it would cost more than the request did.
      if (error instanceof Overloaded) return sendProblem(error, request, response);
      throw error instanceof AppError ? error : unavailable(route.appId, error);
    }
  };
}

/** Whether the client disconnected during the response. */
function isPrematureClose(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE';
}

async function pass(
  upstream: Upstream,
  outgoing: UpstreamRequest,
  response: Response,
  onWrongGuess: OnWrongGuess,
): Promise<void> {
  let refusal: SidecarResponse | undefined;
  await upstream.send(outgoing, (status, headers) => {
    if (isOfSidecar(status, headers)) {
      refusal = new SidecarResponse(status);
      return refusal;
    }
    if (headers[WRONG_GUESS_HEADER]) onWrongGuess(response.locals.client as Client);
    return response.writeHead(status, toClient(headers));
  });
  if (refusal) throw refusal.asError(outgoing.appId);
}

async function toUpstream(
  request: Request,
  route: PublicRoute,
  response: Response,
  signal: AbortSignal,
): Promise<UpstreamRequest> {
  const target = response.locals.target as Target;
  const { address, protocol } = response.locals.client as Client;
  const isUpload = request.headers['content-type']?.startsWith('multipart/') ?? false;
  return {
    appId: route.appId,
    method: request.method,
    path: target.path + target.query,
    headers: toService(request.headers, { address, protocol, ...currentContext()! }, route.appId),
    body: await limitedBody(request, isUpload),
    isUpload,
    responseTimeoutMs: isUpload ? UPLOAD_TIMEOUT_MS : RESPONSE_TIMEOUT_MS,
    signal,
  };
}

/**
 * The body of a request, or null if it has none. A body whose declared length is too large is refused before it is read. An
 * upload is streamed; any other body is read first, so that no service waits for a slow client.
 */
async function limitedBody(request: IncomingMessage, isUpload: boolean): Promise<Readable | Buffer | null> {
  const limit = isUpload ? MAX_BODY_BYTES : MAX_JSON_BYTES;
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > limit) throw tooLarge(limit);
  if (!isChunked && length === 0) return null;
  const body = isChunked ? counted(request, limit) : request;
  return isUpload ? body : buffer(body);
}

/** Ends a body of unknown length with an error once it is too large. */
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

/** The rest of the body is not read, so the connection cannot be reused. */
function tooLarge(limit: number): AppError {
  const detail = `The body may have at most ${Math.floor(limit / 1024)} KiB.`;
  return new AppError('too_large', detail, undefined, { connection: 'close' });
}
