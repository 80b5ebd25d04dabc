import { AppError, type Database } from '@townsquare/kit';
import { countAttempt, forgiveAttempt } from '../data/attempts.js';
import type { Budget } from '../domain/sign-in-budgets.js';

/**
 * Makes an attempt to prove who one is, if its budgets allow it, and answers whether it succeeded; throws
 * `too_many_requests` when they do not, be the password right or wrong. Only attempts that fail are charged.
 */
export async function throttled(
  database: Database,
  budgets: Budget[],
  attempt: () => Promise<boolean>,
): Promise<boolean> {
  const wait = await database.transaction((tx) => countAttempt(tx, budgets));
  if (wait > 0) {
    const detail = `Too many attempts have failed; try again in ${wait} s.`;
    throw new AppError('too_many_requests', detail, undefined, { 'retry-after': String(wait) });
  }
  let hasFailed = false;
  try {
    const succeeded = await attempt();
    hasFailed = !succeeded;
    return succeeded;
  } finally {
    // One that could not be looked at has not failed.
    if (!hasFailed) await database.transaction((tx) => forgiveAttempt(tx, budgets));
  }
}
