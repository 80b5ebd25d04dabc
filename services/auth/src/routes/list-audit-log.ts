import { Id, PageQuery, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, type Route, toPage } from '@townsquare/kit';
import type { Context } from '../context.js';
import { listActions } from '../data/audit-log.js';
import { AuditEntryView, toAuditEntryView } from './moderation-views.js';

const LIST = 'audit-log';

export function listAuditLog({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/audit-log',
    summary: 'What those with a role have done, the newest first',
    tag: 'moderation',
    access: { roles: ['admin'] },
    query: PageQuery.extend({ actorId: Id.optional(), subjectId: Id.optional() }),
    answer: page(AuditEntryView),
    errors: ['invalid_cursor'],
    async handle({ query: { limit, cursor, ...of } }) {
      const rows = await listActions(database.manager, of, decodeCursor(LIST, cursor), limit + 1);
      return toPage(LIST, rows, limit, (row) => row, toAuditEntryView);
    },
  });
}
