import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { unblock } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function deleteBlock({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/users/{userId}/block',
    summary: 'Unblock a user',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      await database.transaction((tx) => unblock(tx, caller.userId, params.userId));
    },
  });
}
