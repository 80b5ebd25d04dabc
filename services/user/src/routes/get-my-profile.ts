import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { toSnapshot } from '../domain/profile.js';
import { ProfileView } from '../domain/views.js';
import { withCounts } from '../people.js';

/** Past the cache: people see at once what they have changed. */
export function getMyProfile(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/profiles/me',
    summary: 'Read your own profile',
    tag: 'Profiles',
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
