import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { pageOfPeople, requireVisibleFollows } from '../reading/people.js';
import { FollowerView, UserPath } from '../views/profiles.js';

export function listFollowers(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/users/{userId}/followers',
    summary: 'List the followers of a user',
    description:
      'The latest first, without users who have blocked you or whom you have blocked. Only its followers get the list of a ' +
      'private account.',
    tag: 'graph',
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
