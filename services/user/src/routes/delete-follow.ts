import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { unfollow } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function deleteFollow({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/users/{userId}/follow',
    summary: 'Unfollow a user, or withdraw your request to',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      await database.transaction((tx) => unfollow(tx, caller.userId, params.userId));
    },
  });
}
