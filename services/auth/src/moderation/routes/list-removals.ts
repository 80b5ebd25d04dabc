import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { removalsOf } from '../reading/removals.js';
import { RemovalView } from '../views/appeal-views.js';

export function listRemovals({ database: { manager } }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/appeals/removals',
    summary: 'List your removed content with reasons and appeals, the latest removal first',
    tag: 'moderation',
    access: 'signedIn',
    query: PageQuery,
    answer: page(RemovalView),
    errors: ['invalid_cursor'],
    handle: ({ caller, query }) => removalsOf(manager, caller.userId, query),
  });
}
