import type { Problem } from '@townsquare/contracts';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors.js';
import type { Logger } from '../logger.js';
import { currentContext } from '../request-context.js';

/** Sends every error as a problem document. The details of an unexpected error go to the log only. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (thrown, request, response, _next) => {
    const error = asAppError(thrown);
    // A deliberate error (the service is overloaded, or another is unavailable) is not a fault of this service.
    const level = thrown instanceof AppError ? 'warn' : 'error';
    if (error.status >= 500) logger[level]({ err: thrown, path: request.path }, 'a request failed');
    if (error.status === 403) {
      const { callerId } = response.locals;
      logger.warn({ callerId, method: request.method, path: request.path }, 'access was refused');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(error, request, response);
  };
}

/** Sends an error as a problem document without logging it: for refusals that come by the thousand. */
export function sendProblem(error: AppError, request: Request, response: Response): void {
  response
    .set(error.headers)
    .status(error.status)
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(error, request.originalUrl)));
}

/** Responds to requests for which there is no route. */
export const unknownRoute: RequestHandler = (request) => {
  throw new AppError('not_found', `There is no ${request.method} ${request.path}.`);
};

function toProblem(error: AppError, url: string): Problem {
  return {
    type: `https://townsquare.example/problems/${error.code.replaceAll('_', '-')}`,
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.detail,
    instance: url.split('?')[0],
    errors: error.fields,
    requestId: currentContext()?.requestId,
  };
}

/** Translates the errors of Express' own parsers. */
function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { type, status } = (thrown ?? {}) as { type?: string; status?: number };
  if (type === 'entity.parse.failed') return new AppError('malformed_json');
  if (type === 'entity.too.large' || status === 413) return new AppError('too_large');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return new AppError('unsupported_media_type');
  if (status === 400) return new AppError('invalid_request', 'The request could not be read.');
  return new AppError('internal');
}
