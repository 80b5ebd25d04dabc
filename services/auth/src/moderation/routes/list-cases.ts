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
  claimedBy: Id.optional().meta({ description: 'Who works on it now' }),
  openedBefore: Timestamp.optional(),
  q: z.string().trim().min(2).max(100).optional().meta({ description: 'Found in a note or in what was reported' }),
});

export function listCases({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/moderation/cases',
    summary: 'The queue: what was reported, the longest waiting first',
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
