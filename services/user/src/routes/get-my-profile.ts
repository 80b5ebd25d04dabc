import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { withCounts } from '../reading/people.js';
import { ProfileView, toSnapshot } from '../views/profiles.js';

/** Not from the cache, so that people see their own changes at once. */
export function getMyProfile(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/profiles/me',
    summary: 'Read your own profile',
    tag: 'profiles',
    access: 'signedIn',
    answer: ProfileView,
    errors: ['not_found'],
    async handle({ caller }) {
      const profile = await context.profiles.findOne(caller.userId);
      if (!profile) throw notFound('profile');
      return withCounts(context, toSnapshot(profile), null);
    },
  });
}
