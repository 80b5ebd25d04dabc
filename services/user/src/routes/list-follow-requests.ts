import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { FollowRequestView } from '../domain/views.js';
import { pageOfPeople } from '../people.js';

const LISTS = { received: 'requests', sent: 'sentRequests' } as const;

const Query = PageQuery.extend({
  direction: z.enum(['received', 'sent']).default('received').meta({
    description: 'Whether to list who asks to follow you, or whom you have asked',
  }),
});

export function listFollowRequests(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/follow-requests',
    summary: 'List who asks to follow you, or whom you have asked',
    description:
      'The latest first, as long as there is no answer. Whoever is banned is left out until they are so no longer. ' +
      'Unfollowing withdraws what you have asked.',
    tag: 'Graph',
    access: 'signedIn',
    query: Query,
    answer: page(FollowRequestView),
    errors: ['invalid_cursor'],
    async handle({ query, caller }) {
      const request = { list: LISTS[query.direction], ownerId: caller.userId, viewerId: caller.userId, query };
      return pageOfPeople(context, request, (person, requestedAt) => ({ ...person, requestedAt }));
    },
  });
}
