import { AppError, type Database, type Transaction } from '@townsquare/kit';
import { countAttempt, forgiveAttempt } from '../data/attempts.js';
import type { Budget } from '../domain/sign-in-budgets.js';

/**
 * Counts an attempt against its budgets; throws `too_many_requests` where one of them is used up. The transaction then rolls
 * back, so a refused attempt is charged to no budget: an attacker cannot use up the budgets of others.
 */
export async function charge(tx: Transaction, budgets: Budget[], what: string): Promise<void> {
  const wait = await countAttempt(tx, budgets);
  if (wait === 0) return;
  const detail = `${what}; try again in ${wait} s.`;
  throw new AppError('too_many_requests', detail, undefined, { 'retry-after': String(wait) });
}

/**
 * Makes an attempt to authenticate and returns whether it succeeded; throws `too_many_requests` when a budget is used up,
 * whether or not the password is right. Only failed attempts are charged.
 */
export async function throttled(
  database: Database,
  budgets: Budget[],
  attempt: () => Promise<boolean>,
): Promise<boolean> {
  await database.transaction((tx) => charge(tx, budgets, 'Too many failed attempts'));
  let hasFailed = false;
  try {
    const succeeded = await attempt();
    hasFailed = !succeeded;
    return succeeded;
  } finally {
    // An attempt that threw has not failed: its password was not checked.
    if (!hasFailed) await database.transaction((tx) => forgiveAttempt(tx, budgets));
  }
}
