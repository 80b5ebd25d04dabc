import { AppError, currentContext, sendProblem, unavailable, WRONG_GUESS_HEADER } from '@townsquare/kit';
import type { Request, RequestHandler, Response } from 'express';
import type { Client } from '../domain/client.js';
import { toClient, toService } from '../domain/headers.js';
import type { PublicRoute } from '../domain/routing-table.js';
import type { Target } from '../domain/target.js';
import { limitedBody } from '../upstream/limited-body.js';
import { Overloaded } from '../upstream/places.js';
import { isOfSidecar, SidecarAnswer } from '../upstream/sidecar-answer.js';
import type { Upstream, UpstreamRequest } from '../upstream/upstream.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** How long a service may take to begin its answer; an upload is on its way for part of that. */
const ANSWER_WITHIN_MS = 10_000;
const UPLOAD_WITHIN_MS = 60_000;

/** Called when a service says that a client has guessed wrong. */
export type OnWrongGuess = (client: Client) => void;

/** Passes a request to the service that its address belongs to, and the answer back, both as streams. */
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
      // The metrics count it; a line each would cost more than what is refused.
      if (error instanceof Overloaded) return sendProblem(error, request, response);
      throw error instanceof AppError ? error : unavailable(route.appId, error);
    }
  };
}

/** Whether the client left in the middle of the answer: there is nobody to tell. */
function isPrematureClose(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE';
}

async function pass(
  upstream: Upstream,
  outgoing: UpstreamRequest,
  response: Response,
  onWrongGuess: OnWrongGuess,
): Promise<void> {
  let refusal: SidecarAnswer | undefined;
  await upstream.send(outgoing, (status, headers) => {
    if (isOfSidecar(status, headers)) {
      refusal = new SidecarAnswer(status);
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
    headers: toService(request.headers, { address, protocol, ...currentContext()! }),
    body: await limitedBody(request, isUpload),
    isUpload,
    answerWithinMs: isUpload ? UPLOAD_WITHIN_MS : ANSWER_WITHIN_MS,
    signal,
  };
}
