import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { mute } from '../data/graph.js';
import { refuseSelf } from '../domain/relation.js';
import { UserPath } from '../domain/views.js';
import { changeBetween } from '../people.js';

export function putMute(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/users/{userId}/mute',
    summary: 'Mute somebody, which only you know',
    tag: 'Graph',
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
