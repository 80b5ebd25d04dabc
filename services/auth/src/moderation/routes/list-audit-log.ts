import { Id, PageQuery, page, Timestamp } from '@townsquare/contracts';
import { decodeCursor, defineRoute, type Route, toPage } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { AUDITED_ACTIONS, listActions } from '../data/audit-log.js';
import { AuditEntryView, toAuditEntryView } from '../views/sanction-views.js';

const LIST = 'audit-log';

const Query = PageQuery.extend({
  actorId: Id.optional(),
  subjectId: Id.optional(),
  action: z.enum(AUDITED_ACTIONS).optional(),
  since: Timestamp.optional(),
  until: Timestamp.optional(),
});

export function listAuditLog({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/audit-log',
    summary: 'List what administrators and moderators have done, the newest first',
    tag: 'moderation',
    access: { roles: ['admin'] },
    query: Query,
    answer: page(AuditEntryView),
    errors: ['invalid_cursor'],
    async handle({ query: { limit, cursor, ...of } }) {
      const rows = await listActions(database.manager, of, decodeCursor(LIST, cursor), limit + 1);
      return toPage(LIST, rows, limit, (row) => row, toAuditEntryView);
    },
  });
}
