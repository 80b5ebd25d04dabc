import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { unmute } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function deleteMute({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/users/{userId}/mute',
    summary: 'Unmute a user',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      await database.transaction((tx) => unmute(tx, caller.userId, params.userId));
    },
  });
}
