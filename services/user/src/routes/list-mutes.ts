import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { pageOfPeople } from '../reading/people.js';
import { MutedView } from '../views/profiles.js';

export function listMutes(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/mutes',
    summary: 'List the users that you have muted',
    tag: 'graph',
    access: 'signedIn',
    query: PageQuery,
    answer: page(MutedView),
    errors: ['invalid_cursor'],
    async handle({ query, caller }) {
      const request = { list: 'mutes', ownerId: caller.userId, viewerId: caller.userId, query } as const;
      return pageOfPeople(context, request, (person, mutedAt) => ({ ...person, mutedAt }));
    },
  });
}
