import { type Caller, forbidden, notFound } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { type Account, lockAccount } from '../../identity/data/accounts.js';
import { refusalToActOn } from '../domain/moderation-rules.js';

/** The account that somebody acts on, locked; throws when there is none, or they may not act on it. */
export async function requireSubject(manager: EntityManager, caller: Caller, userId: string): Promise<Account> {
  const subject = await lockAccount(manager, userId);
  if (!subject) throw notFound('account');
  refuseWith(refusalToActOn(caller, subject));
  return subject;
}

/** Throws `forbidden` where there is a reason to. */
export function refuseWith(refusal: string | undefined): void {
  if (refusal !== undefined) throw forbidden(refusal);
}
