import { conflict, defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { recordAction } from '../data/audit-log.js';
import { deleteClaim, findCase } from '../data/cases.js';
import { requireNoParty } from '../use-cases/permissions.js';
import { CasePath } from '../views/report-views.js';

export function releaseCase({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/moderation/cases/{caseId}/claim',
    summary: 'Give up the claim to a case',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: CasePath,
    status: 204,
    errors: ['not_found', 'conflict'],
    handle: ({ caller, params: { caseId } }) =>
      database.transaction(async ({ manager }) => {
        const isReleased = await deleteClaim(manager, caseId, caller.userId);
        const found = await findCase(manager, caseId);
        if (!found) throw notFound('case');
        await requireNoParty(manager, caller, found);
        if (!isReleased) throw conflict('You have not claimed this case.');
        await recordAction(manager, {
          actorId: caller.userId,
          action: 'case.released',
          subjectId: found.authorId,
          details: { caseId },
        });
      }),
  });
}
