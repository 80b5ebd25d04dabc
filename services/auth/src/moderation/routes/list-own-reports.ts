import { PageQuery, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, type Route, toPage } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { findOwnReports } from '../data/reports.js';
import { ReportView, toReportView } from '../views/report-views.js';

const LIST = 'own-reports';

export function listOwnReports({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/reports/mine',
    summary: 'List your reports and their outcomes, the newest first',
    tag: 'moderation',
    access: 'signedIn',
    query: PageQuery,
    answer: page(ReportView),
    errors: ['invalid_cursor'],
    async handle({ caller, query: { limit, cursor } }) {
      const rows = await findOwnReports(database.manager, caller.userId, decodeCursor(LIST, cursor), limit + 1);
      return toPage(LIST, rows, limit, (row) => row, toReportView);
    },
  });
}
