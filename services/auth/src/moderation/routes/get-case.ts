import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { listReportsOn } from '../data/reports.js';
import { listSanctions } from '../data/sanctions.js';
import { lookInto } from '../use-cases/permissions.js';
import { CasePath, CaseWithReportsView, toCaseWithReportsView } from '../views/report-views.js';

export function getCase({ database: { manager } }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/moderation/cases/{caseId}',
    summary: 'Get a case with its reports and the past sanctions of its author',
    description: 'Viewing content that was not public is recorded in the audit log.',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: CasePath,
    answer: CaseWithReportsView,
    errors: ['not_found'],
    async handle({ caller, params: { caseId } }) {
      const reports = await listReportsOn(manager, caseId);
      const found = await lookInto(manager, caller, caseId, reports);
      return toCaseWithReportsView(found, reports, await listSanctions(manager, found.authorId));
    },
  });
}
