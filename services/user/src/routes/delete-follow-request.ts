import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { refuseRequest } from '../use-cases/answer-follow-requests.js';
import { UserPath } from '../views/profiles.js';

export function deleteFollowRequest({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/follow-requests/{userId}',
    summary: 'Refuse a request to follow you',
    description: 'The requester gets no notification, and may ask again.',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      const request = { requesterId: params.userId, targetId: caller.userId };
      await database.transaction((tx) => refuseRequest(tx, request));
    },
  });
}
