import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { acceptRequest } from '../use-cases/answer-follow-requests.js';
import { UserPath } from '../views/profiles.js';

export function putFollowRequest({ database }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/follow-requests/{userId}',
    summary: 'Accept a request to follow you',
    tag: 'graph',
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
