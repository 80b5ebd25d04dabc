import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findOwnReport } from '../data/reports.js';
import { ReportView, toReportView } from '../views/report-views.js';

export function getReport({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/reports/{reportId}',
    summary: 'Get one of your reports and its outcome',
    tag: 'moderation',
    access: 'signedIn',
    params: z.object({ reportId: Id }),
    answer: ReportView,
    errors: ['not_found'],
    async handle({ caller, params }) {
      const report = await findOwnReport(database.manager, caller.userId, params.reportId);
      if (!report) throw notFound('report');
      return toReportView(report);
    },
  });
}
