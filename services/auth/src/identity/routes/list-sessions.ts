import { PageQuery, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, type Route, toPage } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { findSessions } from '../data/sessions.js';
import { SessionView, toSessionView } from '../views/account-views.js';

const LIST = 'sessions';

export function listSessions({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/sessions',
    summary: "List the caller's sessions, the newest first",
    tag: 'auth',
    access: 'signedIn',
    query: PageQuery,
    answer: page(SessionView),
    errors: ['invalid_cursor'],
    async handle({ caller, query: { limit, cursor } }) {
      const rows = await findSessions(database.manager, caller.userId, decodeCursor(LIST, cursor), limit + 1);
      const view = (row: (typeof rows)[number]) => toSessionView(row, caller.sessionId);
      return toPage(LIST, rows, limit, (row) => row, view);
    },
  });
}
