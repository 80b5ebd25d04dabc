import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { unfollow } from '../data/graph.js';
import { UserPath } from '../domain/views.js';

export function deleteFollow({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/users/{userId}/follow',
    summary: 'Unfollow somebody, or ask to no longer',
    tag: 'Graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      await database.transaction((tx) => unfollow(tx, caller.userId, params.userId));
    },
  });
}
