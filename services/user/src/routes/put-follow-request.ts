import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { acceptRequest } from '../data/follow-requests.js';
import { UserPath } from '../domain/views.js';

export function putFollowRequest({ database }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/follow-requests/{userId}',
    summary: 'Accept that somebody follows you who asked to',
    tag: 'Graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params }) {
      const request = { requesterId: params.userId, targetId: caller.userId };
      if (!(await database.transaction((tx) => acceptRequest(tx, request)))) throw notFound('request');
    },
  });
}
