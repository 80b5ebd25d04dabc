import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { pageOfPeople } from '../reading/people.js';
import { BlockedView } from '../views/profiles.js';

export function listBlocks(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/blocks',
    summary: 'List the users that you have blocked',
    tag: 'graph',
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
