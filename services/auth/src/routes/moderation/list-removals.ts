import { PageQuery, page } from '@townsquare/contracts';
import { decodeCursor, defineRoute, type Route, toPage } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { findAppealsAgainst } from '../../data/appeals.js';
import { listRemovals } from '../../data/removals.js';
import { RemovalView, toRemovalView } from './appeal-views.js';

const LIST = 'removals';

export function listMyRemovals({ database: { manager } }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/appeals/removals',
    summary: 'What of yours was removed, why, and how an appeal stands; the last first',
    tag: 'moderation',
    access: 'signedIn',
    query: PageQuery,
    answer: page(RemovalView),
    errors: ['invalid_cursor'],
    async handle({ caller, query: { limit, cursor } }) {
      const rows = await listRemovals(manager, caller.userId, decodeCursor(LIST, cursor), limit + 1);
      const ids = rows.map(({ id }) => id);
      const appeals = await findAppealsAgainst(manager, 'removal', ids);
      const against = new Map(appeals.map((appeal) => [appeal.subjectId, appeal]));
      return toPage(
        LIST,
        rows,
        limit,
        (row) => row,
        (row) => toRemovalView(row, against.get(row.id)),
      );
    },
  });
}
