import type { components } from './schema.js';

/** An error of the API: a problem document (RFC 9457) with a stable `code`. */
export type ProblemDetails = components['schemas']['Problem'];

/** What is wrong with one field of a request. */
export type FieldError = NonNullable<ProblemDetails['errors']>[number];

/** The response was an error, or there was none: then `status` is 0 and `code` is `unreachable`. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly problem: Partial<ProblemDetails> = {},
    /** After how many seconds the server takes the request again, where it says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail ?? problem.title ?? code);
    this.name = 'ApiError';
  }

  /** What is wrong with a field, by its path: `password`, `target.id`. */
  field(name: string): string | undefined {
    return this.problem.errors?.find(({ field }) => field === name)?.message;
  }
}

interface Result<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Returns the body of a successful response; throws an `ApiError` for any other, and where there is no response. */
export async function unwrap<Data>(request: Promise<Result<Data>>): Promise<Data> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    // An aborted request is no failure of the server: its caller asked for it.
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw Object.assign(new ApiError(0, 'unreachable'), { cause });
  });
  if (response.ok) return data as Data;
  const problem = (typeof error === 'object' && error !== null ? error : {}) as Partial<ProblemDetails>;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const code = problem.code ?? (response.status === 503 ? 'unavailable' : 'internal');
  throw new ApiError(response.status, code, problem, Number.isNaN(retryAfter) ? null : retryAfter);
}
