import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { FollowRequestView } from '../domain/views.js';
import { pageOfPeople } from '../people.js';

export function listSentFollowRequests(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/follow-requests/sent',
    summary: 'List whom you have asked to follow',
    description: 'The latest first, as long as they have not answered. Unfollowing them withdraws it.',
    tag: 'Graph',
    access: 'signedIn',
    query: PageQuery,
    answer: page(FollowRequestView),
    errors: ['invalid_cursor'],
    async handle({ query, caller }) {
      const request = { list: 'sentRequests', ownerId: caller.userId, viewerId: caller.userId, query } as const;
      return pageOfPeople(context, request, (person, requestedAt) => ({ ...person, requestedAt }));
    },
  });
}
