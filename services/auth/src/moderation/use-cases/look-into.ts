import { type Caller, notFound } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { recordAction } from '../data/audit-log.js';
import { type Case, findCase } from '../data/cases.js';
import { requireNoParty } from './require-no-party.js';

/**
 * The case of which a moderator is about to be shown something: its reports, or what they have. Throws where they may not
 * look into it. A look at what was not public is written to the audit log first.
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
