import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { refuseRequest } from '../data/follow-requests.js';
import { UserPath } from '../domain/views.js';

export function deleteFollowRequest({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/follow-requests/{userId}',
    summary: 'Refuse that somebody follows you who asked to',
    description: 'They are not told, and may ask again.',
    tag: 'Graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      const request = { requesterId: params.userId, targetId: caller.userId };
      await database.transaction((tx) => refuseRequest(tx, request));
    },
  });
}
