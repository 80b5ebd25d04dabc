import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { refuseSelf } from '../domain/relation.js';
import { changeBetween, mute } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function putMute(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/users/{userId}/mute',
    summary: 'Mute a user, which only you can see',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params }) {
      refuseSelf('mute', caller.userId, params.userId);
      await changeBetween(context, caller.userId, params.userId, mute);
    },
  });
}
