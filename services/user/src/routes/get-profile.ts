import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { viewProfile } from '../reading/people.js';
import { ProfileView, UserPath } from '../views/profiles.js';

export function getProfile(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/profiles/{userId}',
    summary: 'Read a profile',
    tag: 'profiles',
    access: 'optional',
    params: UserPath,
    answer: ProfileView,
    errors: ['not_found'],
    handle: ({ params, caller }) => viewProfile(context, caller?.userId ?? null, params.userId),
  });
}
