import { Id } from '@townsquare/contracts';
import { AppError, conflict, defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockAccount } from '../../identity/data/accounts.js';
import { insertAppeal } from '../data/appeals.js';
import { findCase, findRemoval } from '../data/cases.js';
import { APPEAL_DAYS, appealableUntil } from '../domain/appeal-rules.js';
import { AppealReasons, OwnAppealView, toOwnAppealView } from '../views/appeal-views.js';

export function createAppeal({ database }: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/appeals',
    summary: 'Appeal against the removal of content of yours',
    description: `Once, within ${APPEAL_DAYS} days. A different moderator decides the appeal.`,
    tag: 'moderation',
    access: 'signedIn',
    creates: true,
    body: z.strictObject({ caseId: Id, text: AppealReasons }),
    status: 201,
    answer: OwnAppealView,
    errors: ['not_found', 'conflict'],
    handle: ({ caller: { userId }, body: { caseId, text }, once }) =>
      once(database, async ({ manager }) => {
        // The account, and with it its appeals, cannot be deleted meanwhile.
        if (!(await lockAccount(manager, userId))) throw new AppError('unauthenticated');
        const removal = await findRemoval(manager, userId, caseId);
        const decided = removal && (await findCase(manager, caseId));
        if (!decided?.decidedAt || decided.decidedBy === null) throw notFound('removal');
        if (appealableUntil(decided.decidedAt) < new Date()) throw conflict('It is too late for an appeal.');
        const { decidedBy: judgedBy } = decided;
        return toOwnAppealView(
          await insertAppeal(manager, { userId, kind: 'removal', subjectId: caseId, judgedBy, text }),
        );
      }),
  });
}
