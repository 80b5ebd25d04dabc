import { contentRemoved } from '@townsquare/contracts';
import {
  type Caller,
  conflict,
  defineRoute,
  invalidField,
  notFound,
  type Route,
  type Transaction,
} from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { type Account, lockAccount } from '../../identity/data/accounts.js';
import { queueMail } from '../../mail/data/mails.js';
import { recordAction } from '../data/audit-log.js';
import { type Case, closeCase, findCase, lockCase } from '../data/cases.js';
import { MAX_DAYS, refusalToActOn } from '../domain/moderation-rules.js';
import { refusalToDecide } from '../domain/report-rules.js';
import { sanction } from '../use-cases/impose-sanction.js';
import { refuseWith, requireNoParty } from '../use-cases/permissions.js';
import { CasePath, CaseView, toCaseView } from '../views/report-views.js';
import { Reason } from '../views/sanction-views.js';

const KeepOut = z.strictObject({
  days: z.int().min(1).max(MAX_DAYS).nullable().meta({ description: 'Null: for good, which administrators may' }),
});

const Body = z.strictObject({
  outcome: z.enum(['dismissed', 'upheld']),
  reason: Reason,
  removeContent: z.boolean().default(false),
  keepOut: KeepOut.optional().meta({ description: 'Keeps the author out' }),
});
type Decision = z.infer<typeof Body>;

export function decideCase({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/moderation/cases/{caseId}/decision',
    summary: 'Decide a case that you have claimed, and with it all its reports',
    description: 'What is upheld is removed, or keeps its author out, or both. The author is told why, and may appeal.',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: CasePath,
    body: Body,
    answer: CaseView,
    errors: ['not_found', 'conflict'],
    async handle({ caller, params: { caseId }, body }) {
      requireConsistent(body);
      const decided = await database.transaction((tx) => decide(tx, caller, caseId, body));
      wakeMail();
      return toCaseView(decided);
    },
  });
}

function requireConsistent({ outcome, removeContent, keepOut }: Decision): void {
  const acts = removeContent || keepOut !== undefined;
  if (acts !== (outcome === 'upheld'))
    throw invalidField('outcome', 'what is upheld is removed or keeps its author out; what is dismissed does neither');
}

async function decide(tx: Transaction, caller: Caller, caseId: string, decision: Decision): Promise<Case> {
  const { outcome, reason, removeContent } = decision;
  const found = await findCase(tx.manager, caseId);
  if (!found) throw notFound('case');
  // The account before the case, as everywhere, so that two transactions do not wait for each other.
  const author = await lockAccount(tx.manager, found.authorId);
  const locked = await lockCase(tx.manager, caseId);
  await requireNoParty(tx.manager, caller, found);
  const refusal = locked && refusalToDecide(caller, locked, new Date());
  if (refusal !== undefined) throw conflict(refusal);
  if (author) refuseWith(refusalToActOn(caller, author));
  if (outcome === 'upheld') await act(tx, caller, found, author, decision);
  await recordAction(tx.manager, {
    actorId: caller.userId,
    action: `case.${outcome}`,
    subjectId: found.authorId,
    details: { caseId, reason },
  });
  await closeCase(tx.manager, caseId, { state: outcome, removed: removeContent, by: caller.userId, reason });
  return (await findCase(tx.manager, caseId))!;
}

async function act(
  tx: Transaction,
  caller: Caller,
  { id: caseId, targetType, targetId, authorId }: Case,
  author: Account | null,
  { reason, removeContent, keepOut }: Decision,
): Promise<void> {
  if (!author) throw notFound('account');
  if (removeContent) {
    if (targetType === 'user') throw invalidField('removeContent', 'a person can be kept out, not be removed');
    const target = { type: targetType, id: targetId };
    tx.publish(contentRemoved, { id: caseId, version: 1 }, { caseId, target, authorId });
    await queueMail(tx.manager, 'contentRemoved', author.email, authorId, caseId);
    await recordAction(tx.manager, {
      actorId: caller.userId,
      action: 'content.removed',
      subjectId: authorId,
      details: { caseId, target, reason },
    });
  }
  if (keepOut) await sanction(tx, caller, author, { reason, days: keepOut.days ?? undefined, caseId });
}
