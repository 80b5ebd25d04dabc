import type { Budget } from '../limits/rate-limits.js';
import { SIGN_IN_PATHS } from './routing-table.js';

/** A request is counted once against this budget of whoever `key` names. */
export interface Charge {
  budget: Budget;
  key: string;
}

/** What is known of a request when it is counted. */
export interface Countable {
  method: string;
  path: string;
  /** The address it comes from. */
  address: string;
  /** The account, where somebody is signed in. */
  userId: string | undefined;
}

const SEARCHES = /^\/api\/v1\/search(\/|$)/;
const UPLOADS = /^(POST \/api\/v1\/media|PUT \/api\/v1\/profiles\/me\/picture)$/;
/** Of all of somebody's data, which keeps most services busy. */
const DOWNLOAD = 'POST /api/v1/auth/me/data-download';

/**
 * The budgets that a request is paid from: the account's or, where nobody is signed in, the address's; besides, routes
 * that cost more than others have budgets of their own.
 */
export function chargesOf({ method, path, address, userId }: Countable): Charge[] {
  if (SIGN_IN_PATHS.has(path)) return [{ budget: 'auth', key: address }];
  const payer: Charge = userId === undefined ? { budget: 'address', key: address } : { budget: 'user', key: userId };
  const extra = extraBudgetOf(method, path);
  return extra ? [payer, { budget: extra, key: `${payer.budget}:${payer.key}` }] : [payer];
}

function extraBudgetOf(method: string, path: string): Budget | undefined {
  const request = `${method} ${path}`;
  if (SEARCHES.test(path)) return 'search';
  if (UPLOADS.test(request)) return 'upload';
  return request === DOWNLOAD ? 'download' : undefined;
}
