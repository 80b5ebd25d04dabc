import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { unfollow } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function deleteFollower({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/followers/{userId}',
    summary: 'Remove a follower, or their request to follow you',
    description: 'The user gets no notification, and may follow you or ask again. Block the user to prevent that.',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      await database.transaction((tx) => unfollow(tx, params.userId, caller.userId));
    },
  });
}
