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
import { sanctionAccount } from '../use-cases/impose-sanction.js';
import { refuseWith, requireNoParty } from '../use-cases/permissions.js';
import { CasePath, CaseView, toCaseView } from '../views/report-views.js';
import { Reason } from '../views/sanction-views.js';

const SanctionOrder = z.strictObject({
  days: z.int().min(1).max(MAX_DAYS).nullable().meta({ description: 'Null for a ban, which needs an administrator' }),
});

const Body = z.strictObject({
  outcome: z.enum(['dismissed', 'upheld']),
  reason: Reason,
  removeContent: z.boolean().default(false),
  sanction: SanctionOrder.optional().meta({ description: 'Suspends or bans the author' }),
});
type Decision = z.infer<typeof Body>;

export function decideCase({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/moderation/cases/{caseId}/decision',
    summary: 'Decide a case that you have claimed, and all its reports',
    description:
      'Upholding a case removes the content, suspends or bans its author, or both. The author gets the reason and may appeal.',
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

function requireConsistent({ outcome, removeContent, sanction }: Decision): void {
  const acts = removeContent || sanction !== undefined;
  if (acts !== (outcome === 'upheld'))
    throw invalidField(
      'outcome',
      'must be upheld when content is removed or the author is sanctioned, and dismissed otherwise',
    );
}

async function decide(tx: Transaction, caller: Caller, caseId: string, decision: Decision): Promise<Case> {
  const { outcome, reason, removeContent } = decision;
  const found = await findCase(tx.manager, caseId);
  if (!found) throw notFound('case');
  // Every transaction locks the account before the case, so that two of them cannot deadlock.
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
  { reason, removeContent, sanction }: Decision,
): Promise<void> {
  if (!author) throw notFound('account');
  if (removeContent) {
    if (targetType === 'user')
      throw invalidField('removeContent', 'must be false for a reported person, who can only be suspended or banned');
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
  if (sanction) await sanctionAccount(tx, caller, author, { reason, days: sanction.days ?? undefined, caseId });
}
