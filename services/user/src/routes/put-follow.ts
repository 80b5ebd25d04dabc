import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { refuseSelf } from '../domain/relation.js';
import { changeBetween, follow } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function putFollow(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/users/{userId}/follow',
    summary: 'Follow a user, or ask to',
    description:
      'To follow a private account you ask; its owner accepts or refuses. To withdraw the request, unfollow the user.',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    otherwise: { 202: 'Requested: you follow the user once they accept' },
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params, response }) {
      refuseSelf('follow', caller.userId, params.userId);
      const outcome = await changeBetween(context, caller.userId, params.userId, follow);
      if (outcome === 'asks') response.status(202).end();
    },
  });
}
