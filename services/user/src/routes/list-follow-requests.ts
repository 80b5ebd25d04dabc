import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { pageOfPeople } from '../reading/people.js';
import { FollowRequestView } from '../views/profiles.js';

const LISTS = { received: 'requests', sent: 'sentRequests' } as const;

const Query = PageQuery.extend({
  direction: z.enum(['received', 'sent']).default('received').meta({
    description: '`received` lists the requests to follow you, `sent` those that you have made',
  }),
});

export function listFollowRequests(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/follow-requests',
    summary: 'List the requests to follow you, or those that you have made',
    description:
      'The latest first. A request is listed until it is accepted, refused or withdrawn. Requests of banned accounts are not ' +
      'listed while the ban lasts. To withdraw a request, unfollow the user.',
    tag: 'graph',
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
