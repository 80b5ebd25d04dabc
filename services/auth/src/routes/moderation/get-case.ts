import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { recordAction } from '../../data/audit-log.js';
import { findCase } from '../../data/cases.js';
import { listReportsOn } from '../../data/reports.js';
import { listSanctions } from '../../data/sanctions.js';
import { refusalToLookInto } from '../../domain/report-rules.js';
import { refuseWith } from '../require-subject.js';
import { CasePath } from './case-path.js';
import { CaseWithReportsView, toCaseWithReportsView } from './report-views.js';

export function getCase({ database: { manager } }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/moderation/cases/{caseId}',
    summary: 'A case with its reports, and with what was decided about its author before',
    description: 'A look at what was not public is written to the audit log.',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: CasePath,
    answer: CaseWithReportsView,
    errors: ['not_found'],
    async handle({ caller, params: { caseId } }) {
      const found = await findCase(manager, caseId);
      if (!found) throw notFound('case');
      refuseWith(refusalToLookInto(caller, found));
      const reports = await listReportsOn(manager, caseId);
      if (reports.some(({ isPrivate }) => isPrivate))
        await recordAction(manager, {
          actorId: caller.userId,
          action: 'case.viewed',
          subjectId: found.authorId,
          details: { caseId },
        });
      return toCaseWithReportsView(found, reports, await listSanctions(manager, found.authorId));
    },
  });
}
