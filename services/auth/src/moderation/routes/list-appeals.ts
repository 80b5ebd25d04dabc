import { PageQuery, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, type Route, toPage } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findAppeals } from '../data/appeals.js';
import { APPEAL_KINDS, APPEAL_STATES } from '../domain/appeal-rules.js';
import { AppealView, toAppealView } from '../views/appeal-views.js';

const LIST = 'appeals';

export function listAppeals({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/moderation/appeals',
    summary: 'List appeals, the oldest first',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    query: PageQuery.extend({
      state: z.enum(APPEAL_STATES).default('open'),
      kind: z.enum(APPEAL_KINDS).optional(),
    }),
    answer: page(AppealView),
    errors: ['invalid_cursor'],
    async handle({ query: { limit, cursor, ...filters } }) {
      const rows = await findAppeals(database.manager, filters, decodeCursor(LIST, cursor), limit + 1);
      return toPage(LIST, rows, limit, (row) => row, toAppealView);
    },
  });
}
