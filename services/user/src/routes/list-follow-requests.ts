import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { FollowRequestView } from '../domain/views.js';
import { pageOfPeople } from '../people.js';

export function listFollowRequests(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/follow-requests',
    summary: 'List who asks to follow you',
    description: 'The latest first. Whoever is banned is left out until they are so no longer.',
    tag: 'Graph',
    access: 'signedIn',
    query: PageQuery,
    answer: page(FollowRequestView),
    errors: ['invalid_cursor'],
    async handle({ query, caller }) {
      const request = { list: 'requests', ownerId: caller.userId, viewerId: caller.userId, query } as const;
      return pageOfPeople(context, request, (person, requestedAt) => ({ ...person, requestedAt }));
    },
  });
}
