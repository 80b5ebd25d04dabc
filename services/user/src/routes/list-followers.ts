import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { FollowerView, UserPath } from '../domain/views.js';
import { pageOfPeople, requireVisibleFollows } from '../people.js';

export function listFollowers(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/users/{userId}/followers',
    summary: 'List who follows somebody',
    description:
      'The latest first. Whoever a block parts from you is left out. That of a private account is for its followers.',
    tag: 'Graph',
    access: 'optional',
    params: UserPath,
    query: PageQuery,
    answer: page(FollowerView),
    errors: ['not_found', 'invalid_cursor'],
    async handle({ params: { userId }, query, caller }) {
      const viewerId = caller?.userId ?? null;
      await requireVisibleFollows(context, viewerId, userId);
      const request = { list: 'followers', ownerId: userId, viewerId, query } as const;
      return pageOfPeople(context, request, (person, followedAt) => ({ ...person, followedAt }));
    },
  });
}
