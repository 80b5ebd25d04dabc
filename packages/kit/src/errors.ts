import type { Problem } from '@townsquare/contracts';

/** An error that a client may see. Any other error becomes a 500 without details. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail?: string,
    readonly fields?: Problem['errors'],
    readonly headers: Record<string, string> = {},
  ) {
    super(detail ?? CATALOGUE[code].title);
    this.name = 'AppError';
  }

  get status(): number {
    return CATALOGUE[this.code].status;
  }

  get title(): string {
    return CATALOGUE[this.code].title;
  }
}

/** Every error that a client can receive: its stable code, HTTP status and title. */
export const CATALOGUE = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_token: { status: 400, title: 'The code is wrong, used or expired' },
  invalid_cursor: { status: 400, title: 'The cursor is not from this list' },
  unauthenticated: { status: 401, title: 'A valid access token is required' },
  no_session: { status: 401, title: 'This browser has no session: log in' },
  invalid_credentials: { status: 401, title: 'The name or the password is wrong' },
  second_factor_required: { status: 401, title: 'A code from the second factor is required' },
  forbidden: { status: 403, title: 'You may not do this' },
  not_found: { status: 404, title: 'It does not exist, or you may not see it' },
  conflict: { status: 409, title: 'The request conflicts with the current state' },
  idempotency_key_reused: { status: 409, title: 'The Idempotency-Key was used for a different request' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'A service is unavailable; try again' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof CATALOGUE;

/** The thing does not exist, or the caller may not see it: the error does not say which. */
export const notFound = (what: string) => new AppError('not_found', `There is no such ${what}, or you may not see it.`);

export const forbidden = (detail: string) => new AppError('forbidden', detail);

export const conflict = (detail: string) => new AppError('conflict', detail);

/** A field of the request has the right type and a value that the rules forbid. */
export const invalidField = (field: string, message: string) =>
  new AppError('invalid_request', `${field}: ${message}`, [{ field, message }]);

/** A service did not respond, or responded with an error; only the log gets the `cause`. */
export function unavailable(service: string, cause: unknown): AppError {
  const detail = `The ${service} service is unavailable; try again.`;
  const error = new AppError('unavailable', detail, undefined, { 'retry-after': '1' });
  error.cause = cause;
  return error;
}

/** No database connection was free in time; only the log gets the `cause`. */
export function databaseUnavailable(cause: unknown): AppError {
  const detail = 'The database has no free connection; try again.';
  const error = new AppError('unavailable', detail, undefined, { 'retry-after': '1' });
  error.cause = cause;
  return error;
}
