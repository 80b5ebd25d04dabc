import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { unfollow } from '../data/graph.js';
import { UserPath } from '../domain/views.js';

export function deleteFollower({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/followers/{userId}',
    summary: 'Have somebody follow you no longer, nor ask to',
    description: 'They are not told, and may follow or ask again: who should not is to be blocked.',
    tag: 'Graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      await database.transaction((tx) => unfollow(tx, params.userId, caller.userId));
    },
  });
}
