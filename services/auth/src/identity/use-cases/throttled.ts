import { AppError, type Database, type Transaction } from '@townsquare/kit';
import { countAttempt, forgiveAttempt } from '../data/attempts.js';
import type { Budget } from '../domain/sign-in-budgets.js';

/**
 * Counts an attempt against its budgets; throws `too_many_requests` where one of them is used up. The transaction then
 * fails, so what is refused is charged to no other budget: whoever has used up their own cannot use up those of others.
 */
export async function charge(tx: Transaction, budgets: Budget[], what: string): Promise<void> {
  const wait = await countAttempt(tx, budgets);
  if (wait === 0) return;
  const detail = `${what}; try again in ${wait} s.`;
  throw new AppError('too_many_requests', detail, undefined, { 'retry-after': String(wait) });
}

/**
 * Makes an attempt to prove who one is, if its budgets allow it, and returns whether it succeeded; throws
 * `too_many_requests` when they do not, be the password right or wrong. Only attempts that fail are charged.
 */
export async function throttled(
  database: Database,
  budgets: Budget[],
  attempt: () => Promise<boolean>,
): Promise<boolean> {
  await database.transaction((tx) => charge(tx, budgets, 'Too many attempts have failed'));
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
