import type { Caller } from '@townsquare/kit';
import type { z } from 'zod';
import type { Context } from '../context.js';
import { recordAction } from '../data/audit-log.js';
import { queueMail } from '../data/mails.js';
import { findSanction, imposeSanction } from '../data/sanctions.js';
import { endSessions } from '../data/sessions.js';
import { refusalToSanction } from '../domain/moderation-rules.js';
import { type SanctionView, toSanctionView } from './moderation-views.js';
import { refuseWith, requireSubject } from './require-subject.js';

/** Keeps an account out, for so many days or for good; throws `forbidden` when the caller may not. */
export async function keepOut(
  { database, wakeMail }: Context,
  caller: Caller,
  userId: string,
  { reason, days }: { reason: string; days: number | undefined },
): Promise<z.infer<typeof SanctionView>> {
  refuseWith(refusalToSanction(caller, days));
  const sanction = await database.transaction(async (tx) => {
    const { email } = await requireSubject(tx.manager, caller, userId);
    // A ban is not made shorter by who could not have lifted it.
    if ((await findSanction(tx.manager, userId))?.kind === 'ban') refuseWith(refusalToSanction(caller, undefined));
    const imposed = await imposeSanction(tx, userId, { reason, days, by: caller.userId });
    await endSessions(tx.manager, userId);
    await queueMail(tx.manager, 'keptOut', email, userId);
    const action = imposed.kind === 'ban' ? 'account.banned' : 'account.suspended';
    const details = days === undefined ? { reason } : { reason, days };
    await recordAction(tx.manager, { actorId: caller.userId, action, subjectId: userId, details });
    return imposed;
  });
  wakeMail();
  return toSanctionView(sanction);
}
