import type { Caller, Transaction } from '@townsquare/kit';
import type { z } from 'zod';
import type { Context } from '../../context.js';
import type { Account } from '../../identity/data/accounts.js';
import { renewCredentials } from '../../identity/data/credentials.js';
import { queueMail } from '../../mail/data/mails.js';
import { recordAction } from '../data/audit-log.js';
import { findSanction, insertSanction, type Sanction } from '../data/sanctions.js';
import { refusalToSanction } from '../domain/moderation-rules.js';
import { type SanctionView, toSanctionView } from '../views/sanction-views.js';
import { refuseWith, requireSubject } from './permissions.js';

/** For how long somebody is kept out, and why. Without days it is for good. */
interface KeepOut {
  reason: string;
  days: number | undefined;
  /** The case that ends with it. */
  caseId?: string;
}

/** Keeps an account out, for so many days or for good; throws `forbidden` when the caller may not. */
export async function keepOut(
  { database, wakeMail }: Context,
  caller: Caller,
  userId: string,
  terms: KeepOut,
): Promise<z.infer<typeof SanctionView>> {
  refuseWith(refusalToSanction(caller, terms.days));
  const imposed = await database.transaction(async (tx) =>
    sanction(tx, caller, await requireSubject(tx.manager, caller, userId), terms),
  );
  wakeMail();
  return toSanctionView(imposed);
}

/** The same to an account that the transaction has locked, and on which the caller may act. */
export async function sanction(
  tx: Transaction,
  caller: Caller,
  { id: userId, email }: Account,
  { reason, days, caseId }: KeepOut,
): Promise<Sanction> {
  refuseWith(refusalToSanction(caller, days));
  // A ban is not made shorter by who could not have lifted it.
  if ((await findSanction(tx.manager, userId))?.kind === 'ban') refuseWith(refusalToSanction(caller, undefined));
  const imposed = await insertSanction(tx, userId, { reason, days, by: caller.userId, caseId });
  await renewCredentials(tx.manager, userId, 'sanctioned');
  await queueMail(tx.manager, 'keptOut', email, userId);
  const action = imposed.kind === 'ban' ? 'account.banned' : 'account.suspended';
  const details = days === undefined ? { reason } : { reason, days };
  await recordAction(tx.manager, { actorId: caller.userId, action, subjectId: userId, details });
  return imposed;
}
