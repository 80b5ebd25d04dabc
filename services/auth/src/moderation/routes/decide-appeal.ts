import { Id } from '@townsquare/contracts';
import { type Caller, conflict, defineRoute, notFound, type Route, type Transaction } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockAccount } from '../../identity/data/accounts.js';
import { queueMail } from '../../mail/data/mails.js';
import { type Appeal, closeAppeal, findAppeal } from '../data/appeals.js';
import { recordAction } from '../data/audit-log.js';
import { findCase, overturnCase } from '../data/cases.js';
import { reportersOf } from '../data/reports.js';
import { countHolders } from '../data/roles.js';
import { endSanction, findSanction } from '../data/sanctions.js';
import { judgesOf, refusalToJudge } from '../domain/appeal-rules.js';
import { refusalToActOn, refusalToSanction } from '../domain/moderation-rules.js';
import { refuseWith, requireNoParty } from '../use-cases/permissions.js';
import { AppealView, toAppealView } from '../views/appeal-views.js';
import { Reason } from '../views/sanction-views.js';

const Body = z.strictObject({ outcome: z.enum(['dismissed', 'upheld']), reason: Reason });

export function decideAppeal({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/moderation/appeals/{appealId}/decision',
    summary: 'Decide an appeal against the decision of another moderator',
    description:
      'The appellant gets the decision by mail. Upholding the appeal lifts the sanction, or returns the removed text to its author.',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: z.object({ appealId: Id }),
    body: Body,
    answer: AppealView,
    errors: ['not_found', 'conflict'],
    async handle({ caller, params: { appealId }, body }) {
      const decided = await database.transaction((tx) => decide(tx, caller, appealId, body));
      wakeMail();
      return toAppealView(decided);
    },
  });
}

async function decide(
  tx: Transaction,
  caller: Caller,
  appealId: string,
  { outcome, reason }: z.infer<typeof Body>,
): Promise<Appeal> {
  const { manager } = tx;
  const appeal = await findAppeal(manager, appealId);
  const account = appeal && (await lockAccount(manager, appeal.userId));
  if (!account) throw notFound('appeal');
  const current = appeal.kind === 'sanction' ? await findSanction(manager, account.id) : undefined;
  // The sanction may have ended or been replaced meanwhile.
  const sanction = current?.id === appeal.subjectId ? current : undefined;
  const caseId = appeal.kind === 'removal' ? appeal.subjectId : (sanction?.caseId ?? null);
  const judged = caseId === null ? undefined : await findCase(manager, caseId);
  refuseWith(refusalToActOn(caller, account));
  if (judged) await requireNoParty(manager, caller, judged);
  if (sanction?.kind === 'ban') refuseWith(refusalToSanction(caller, undefined));
  const judges = judgesOf(sanction?.kind === 'ban', account);
  const parties = judged ? await reportersOf(manager, judged.id) : [];
  const others = await countHolders(manager, judges, [caller.userId, account.id, ...parties]);
  refuseWith(refusalToJudge(caller, appeal, others));
  if (!(await closeAppeal(manager, appealId, { state: outcome, by: caller.userId, reason })))
    throw conflict('This appeal has already been decided.');
  // Where a case ended with a removal and a sanction, its reporters see the outcome of the removal.
  if (outcome === 'upheld' && judged && judged.removed === (appeal.kind === 'removal'))
    await overturnCase(manager, judged.id);
  const record = { actorId: caller.userId, subjectId: account.id };
  if (outcome === 'upheld' && sanction) {
    await endSanction(tx, account.id);
    const details = { kind: sanction.kind, reason };
    await recordAction(manager, { ...record, action: 'sanction.lifted', details });
  }
  const details = { appealId, kind: appeal.kind, reason };
  await recordAction(manager, { ...record, action: `appeal.${outcome}`, details });
  await queueMail(manager, 'appealDecided', account.email, account.id, appealId);
  return (await findAppeal(manager, appealId))!;
}
