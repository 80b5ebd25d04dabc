import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { follow } from '../data/graph.js';
import { refuseSelf } from '../domain/relation.js';
import { UserPath } from '../domain/views.js';
import { changeBetween } from '../people.js';

export function putFollow(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/users/{userId}/follow',
    summary: 'Follow somebody, or ask to',
    description: 'A private account is asked. It may accept the request, or refuse it; unfollowing withdraws it.',
    tag: 'Graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    otherwise: { 202: 'Asked: you follow them once they accept it' },
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params, response }) {
      refuseSelf('follow', caller.userId, params.userId);
      const outcome = await changeBetween(context, caller.userId, params.userId, follow);
      if (outcome === 'asks') response.status(202).end();
    },
  });
}
