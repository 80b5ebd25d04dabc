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
    summary: 'Follow somebody',
    tag: 'Graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params }) {
      refuseSelf('follow', caller.userId, params.userId);
      await changeBetween(context, caller.userId, params.userId, follow);
    },
  });
}
