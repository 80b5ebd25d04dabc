import { type Caller, forbidden, notFound } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { type Account, lockAccount } from '../../identity/data/accounts.js';
import { recordAction } from '../data/audit-log.js';
import { type Case, findCase } from '../data/cases.js';
import { reportersOf } from '../data/reports.js';
import { refusalToActOn } from '../domain/moderation-rules.js';
import { refusalAsParty } from '../domain/report-rules.js';

/** Locks and returns the account that the caller acts on; throws when there is none, or the caller may not. */
export async function requireSubject(manager: EntityManager, caller: Caller, userId: string): Promise<Account> {
  const subject = await lockAccount(manager, userId);
  if (!subject) throw notFound('account');
  refuseWith(refusalToActOn(caller, subject));
  return subject;
}

/** Throws `forbidden` where a rule has returned a refusal. */
export function refuseWith(refusal: string | undefined): void {
  if (refusal !== undefined) throw forbidden(refusal);
}

/** Throws `forbidden` for a moderator whom the case is about or who has reported it. */
export async function requireNoParty(
  manager: EntityManager,
  caller: Caller,
  { id, authorId }: Pick<Case, 'id' | 'authorId'>,
): Promise<void> {
  refuseWith(refusalAsParty(caller, { authorId, reporterIds: await reportersOf(manager, id) }));
}

/**
 * Returns a case of which a moderator is about to see these reports; throws where they may not. Viewing a report of content
 * that was not public is recorded in the audit log first.
 */
export async function lookInto(
  manager: EntityManager,
  caller: Caller,
  caseId: string,
  shown: readonly { isPrivate: boolean }[],
): Promise<Case> {
  const found = await findCase(manager, caseId);
  if (!found) throw notFound('case');
  await requireNoParty(manager, caller, found);
  if (shown.some(({ isPrivate }) => isPrivate))
    await recordAction(manager, {
      actorId: caller.userId,
      action: 'case.viewed',
      subjectId: found.authorId,
      details: { caseId },
    });
  return found;
}
