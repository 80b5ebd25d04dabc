import type { Problem } from '@townsquare/contracts';

/** An error that a client may see: its text is written for them. Everything else becomes a plain 500. */
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

/** Every error that the system answers: its stable name, HTTP status and title. */
export const CATALOGUE = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_token: { status: 400, title: 'The code is not valid: it is wrong, was used, or has expired' },
  invalid_cursor: { status: 400, title: 'The cursor is not one that this list gave' },
  unauthenticated: { status: 401, title: 'A valid access token is needed' },
  invalid_credentials: { status: 401, title: 'The name or the password is wrong' },
  second_factor_required: { status: 401, title: 'A code of the second factor is needed as well' },
  forbidden: { status: 403, title: 'You may not do this' },
  not_found: { status: 404, title: 'There is no such thing, or you may not see it' },
  conflict: { status: 409, title: 'This conflicts with what is already there' },
  idempotency_key_reused: { status: 409, title: 'This Idempotency-Key was used for another request' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'This type of content is not accepted here' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'A part of the system does not answer; try again' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof CATALOGUE;

/** The thing is missing, or the caller may not see it: which of the two is not told. */
export const notFound = (what: string) => new AppError('not_found', `There is no such ${what}, or you may not see it.`);

export const forbidden = (detail: string) => new AppError('forbidden', detail);

export const conflict = (detail: string) => new AppError('conflict', detail);

/** A field of the request has a value that its type allows and the rules do not. */
export const invalidField = (field: string, message: string) =>
  new AppError('invalid_request', `${field}: ${message}`, [{ field, message }]);

/** A service did not answer, or not as it should; `cause` is for the log alone. */
export function unavailable(service: string, cause: unknown): AppError {
  const detail = `The ${service} service does not answer; try again.`;
  const error = new AppError('unavailable', detail, undefined, { 'retry-after': '1' });
  error.cause = cause;
  return error;
}

/** No connection to the database could be had; `cause` is for the log alone. */
export function databaseUnavailable(cause: unknown): AppError {
  const detail = 'The database has no free connection; try again.';
  const error = new AppError('unavailable', detail, undefined, { 'retry-after': '1' });
  error.cause = cause;
  return error;
}
