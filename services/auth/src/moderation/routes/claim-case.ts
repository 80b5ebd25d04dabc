import { conflict, defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { recordAction } from '../data/audit-log.js';
import { findCase, insertClaim } from '../data/cases.js';
import { CLAIM_MINUTES } from '../domain/report-rules.js';
import { requireNoParty } from '../use-cases/permissions.js';
import { CasePath, CaseView, toCaseView } from '../views/report-views.js';

export function claimCase({ database }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/moderation/cases/{caseId}/claim',
    summary: `Claim a case for ${CLAIM_MINUTES} minutes: no other moderator can decide it`,
    description: 'Claiming it again starts the time anew.',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: CasePath,
    answer: CaseView,
    errors: ['not_found', 'conflict'],
    handle: ({ caller, params: { caseId } }) =>
      database.transaction(async ({ manager }) => {
        const isClaimed = await insertClaim(manager, caseId, caller.userId);
        const found = await findCase(manager, caseId);
        if (!found) throw notFound('case');
        await requireNoParty(manager, caller, found);
        if (!isClaimed) throw conflict('The case is decided, or another moderator has claimed it.');
        await recordAction(manager, {
          actorId: caller.userId,
          action: 'case.claimed',
          subjectId: found.authorId,
          details: { caseId },
        });
        return toCaseView(found);
      }),
  });
}
