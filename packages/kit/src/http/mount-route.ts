import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Caller, TokenVerifier } from '../auth/caller.js';
import { AppError } from '../errors.js';
import { admit } from './access.js';
import { repeatableRequest, runOnce } from './idempotency.js';
import type { Route } from './route.js';

/** Tells the gateway of a wrong guess. The gateway removes it from the response. */
export const WRONG_GUESS_HEADER = 'x-wrong-guess';

/** Receives what a handler returned before it is sent, undefined for no body. A test passes one that throws on a mismatch. */
export type CheckAnswer = (route: Route, answer: unknown) => void;

/** Adds a route to an app: access check first, then validation, then the handler, then the response. */
export function mountRoute(app: Express, route: Route, tokens: TokenVerifier, checkAnswer?: CheckAnswer): void {
  const path = expressPath(route.path);
  const callers = new WeakMap<Request, Caller | null>();
  const checkAccess: RequestHandler = async (request, response, next) => {
    response.locals.route = route.path;
    callers.set(request, await admit(route.access, request, response, tokens));
    next();
  };
  const respond = async (request: Request, response: Response, _next: NextFunction) => {
    const caller = callers.get(request) ?? null;
    if (route.body && !route.consumes) requireJson(request);
    const body = validate(route.body, request.body, 'body');
    const repeatable = route.creates ? repeatableRequest(request, caller?.userId ?? '0', request.body) : undefined;
    const handled = route.handle({
      params: validate(route.params, request.params, 'path'),
      query: validate(route.query, request.query, 'query'),
      body,
      caller: caller as Caller,
      once: (database, work) => runOnce(database, repeatable, work),
      request,
      response,
    });
    const result = await handled.catch((error) => {
      if (isWrongGuess(route, error)) response.setHeader(WRONG_GUESS_HEADER, '1');
      throw error;
    });
    if (response.headersSent) return;
    checkAnswer?.(route, result);
    const status = route.status ?? 200;
    if (result === undefined) response.status(status).end();
    else response.status(status).json(result);
  };
  app[route.method](path, checkAccess, ...(route.before ?? []), respond);
}

/** Validates one part of a request; throws `invalid_request`, which names every invalid field. */
function validate<Schema extends z.ZodType>(schema: Schema | undefined, value: unknown, part: string): z.infer<Schema> {
  if (!schema) return undefined as z.infer<Schema>;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    // An unknown field is reported under its own name rather than its parent's.
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: [path, key].filter(Boolean).join('.'),
        message: 'is not a known field',
      }));
    }
    return [{ field: path || part, message: issue.message }];
  });
  throw new AppError('invalid_request', fields.map(({ field, message }) => `${field}: ${message}`).join('; '), fields);
}

/** Whether an error tells a client that a guess was wrong. */
function isWrongGuess({ wrongGuess = [] }: Route, error: unknown): boolean {
  return error instanceof AppError && wrongGuess.includes(error.code);
}

function requireJson(request: Request): void {
  // `is` returns null where there is no body, which validation reports better.
  if (request.is('application/json') === false) {
    throw new AppError('unsupported_media_type', 'The body must be sent as application/json.');
  }
}

/** OpenAPI's `{name}` as Express' `:name`. */
function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
