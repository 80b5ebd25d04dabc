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

interface Terms {
  reason: string;
  /** Undefined for a ban. */
  days: number | undefined;
  /** The case that ends with the sanction. */
  caseId?: string;
}

/** Suspends or bans an account, in place of the sanction it has; throws `forbidden` when the caller may not. */
export async function imposeSanction(
  { database, wakeMail }: Context,
  caller: Caller,
  userId: string,
  terms: Terms,
): Promise<z.infer<typeof SanctionView>> {
  refuseWith(refusalToSanction(caller, terms.days));
  const imposed = await database.transaction(async (tx) =>
    sanctionAccount(tx, caller, await requireSubject(tx.manager, caller, userId), terms),
  );
  wakeMail();
  return toSanctionView(imposed);
}

/** Does the same to an account that the transaction has locked and that the caller may act on. */
export async function sanctionAccount(
  tx: Transaction,
  caller: Caller,
  { id: userId, email }: Account,
  { reason, days, caseId }: Terms,
): Promise<Sanction> {
  refuseWith(refusalToSanction(caller, days));
  // Only who may lift a ban may replace it with a suspension.
  if ((await findSanction(tx.manager, userId))?.kind === 'ban') refuseWith(refusalToSanction(caller, undefined));
  const imposed = await insertSanction(tx, userId, { reason, days, by: caller.userId, caseId });
  await renewCredentials(tx.manager, userId, 'sanctioned');
  await queueMail(tx.manager, 'sanctioned', email, userId);
  const action = imposed.kind === 'ban' ? 'account.banned' : 'account.suspended';
  const details = days === undefined ? { reason } : { reason, days };
  await recordAction(tx.manager, { actorId: caller.userId, action, subjectId: userId, details });
  return imposed;
}
