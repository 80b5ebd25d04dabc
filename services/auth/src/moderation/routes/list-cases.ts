import { Id, PageQuery, page, REPORTABLE_TYPES, Timestamp } from '@townsquare/contracts';
import { decodeCursor, defineRoute, type Route, toPage } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findCases } from '../data/cases.js';
import { CaseStateName, CaseView, ReportReasonName, toCaseView } from '../views/report-views.js';

const LIST = 'moderation-cases';

const Query = PageQuery.extend({
  state: CaseStateName.default('open'),
  targetType: z.enum(REPORTABLE_TYPES).optional(),
  reason: ReportReasonName.optional(),
  authorId: Id.optional(),
  claimedBy: Id.optional().meta({ description: 'The moderator who has claimed it' }),
  openedBefore: Timestamp.optional(),
  q: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .optional()
    .meta({ description: 'Text that a note or the reported content contains' }),
});

export function listCases({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/moderation/cases',
    summary: 'List the cases of reported content, the oldest first',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    query: Query,
    answer: page(CaseView),
    errors: ['invalid_cursor'],
    async handle({ query: { limit, cursor, ...filters } }) {
      const rows = await findCases(database.manager, filters, decodeCursor(LIST, cursor), limit + 1);
      return toPage(LIST, rows, limit, (row) => row, toCaseView);
    },
  });
}
