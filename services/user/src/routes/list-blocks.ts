import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { BlockedView } from '../domain/views.js';
import { pageOfPeople } from '../people.js';

export function listBlocks(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/blocks',
    summary: 'List whom you have blocked',
    tag: 'Graph',
    access: 'signedIn',
    query: PageQuery,
    answer: page(BlockedView),
    errors: ['invalid_cursor'],
    async handle({ query, caller }) {
      const request = { list: 'blocks', ownerId: caller.userId, viewerId: null, query } as const;
      return pageOfPeople(context, request, (person, blockedAt) => ({ ...person, blockedAt }));
    },
  });
}
