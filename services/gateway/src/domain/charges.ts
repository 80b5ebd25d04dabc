import { ATTEMPTS, type AttemptKind } from '@townsquare/contracts';

/**
 * The budgets of a minute: an account's requests; an address's requests, wrong guesses, registrations and mails, and
 * exchanges of refresh tokens; and the routes that cost more than others.
 */
export const BUDGETS = ['user', 'address', 'guess', 'mail', 'refresh', 'search', 'upload', 'download'] as const;
export type Budget = (typeof BUDGETS)[number];

/** A request is counted once against this budget of `key`, before it is forwarded. */
export interface Charge {
  budget: Budget;
  key: string;
  /** The budget only has to have something left: the request is counted once the service has reported a wrong guess. */
  ifWrong?: true;
}

/** What is known of a request when it is counted. */
export interface Countable {
  method: string;
  path: string;
  /** The address it comes from. */
  address: string;
  /** The account, if the request has a valid token. */
  userId: string | undefined;
}

const SEARCHES = /^\/api\/v1\/search(\/|$)/;
const UPLOADS = /^(POST \/api\/v1\/media|PUT \/api\/v1\/profiles\/me\/picture)$/;
/** A download of all data of an account, which most services take part in. */
const DOWNLOAD = 'POST /api/v1/auth/me/data-download';

const ATTEMPT_AT: ReadonlyMap<string, AttemptKind> = new Map(
  Object.values(ATTEMPTS).map(({ method, path, attempt }) => [`${method.toUpperCase()} ${path}`, attempt]),
);

/**
 * The budgets that a request is counted against: the account's or, without a token, the address's. Routes that cost more
 * than others have budgets of their own besides. Attempts to sign in are counted against the address, with a token or
 * without (docs/decisions/0019-rate-limits-and-concurrency-limits.md).
 */
export function chargesOf({ method, path, address, userId }: Countable): Charge[] {
  const attempt = ATTEMPT_AT.get(`${method} ${path}`);
  if (attempt) return chargesOfAttempt(attempt, address);
  const payer: Charge = userId === undefined ? { budget: 'address', key: address } : { budget: 'user', key: userId };
  const extra = extraBudgetOf(method, path);
  return extra ? [payer, { budget: extra, key: `${payer.budget}:${payer.key}` }] : [payer];
}

function chargesOfAttempt(attempt: AttemptKind, address: string): Charge[] {
  const total: Charge = { budget: 'address', key: address };
  const charges: Record<AttemptKind, Charge[]> = {
    guess: [total, { ...wrongGuess(address), ifWrong: true }],
    mail: [total, { budget: 'mail', key: address }],
    refresh: [{ budget: 'refresh', key: address }],
  };
  return charges[attempt];
}

/** The budget for a guess that the service reported as wrong, whatever its route. */
export function wrongGuess(address: string): Charge {
  return { budget: 'guess', key: address };
}

function extraBudgetOf(method: string, path: string): Budget | undefined {
  const request = `${method} ${path}`;
  if (SEARCHES.test(path)) return 'search';
  if (UPLOADS.test(request)) return 'upload';
  return request === DOWNLOAD ? 'download' : undefined;
}
