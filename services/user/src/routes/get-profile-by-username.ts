import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { findByUsername } from '../data/profiles.js';
import { viewProfile } from '../reading/people.js';
import { ProfileView } from '../views/profiles.js';

const UsernamePath = z.object({
  username: z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9_]{3,30}$/, 'must be 3 to 30 letters, digits or underscores'),
});

export function getProfileByUsername(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/profiles/by-username/{username}',
    summary: 'Read the profile of a username',
    tag: 'profiles',
    access: 'optional',
    params: UsernamePath,
    answer: ProfileView,
    errors: ['not_found'],
    async handle({ params, caller }) {
      const profile = await findByUsername(context.database.manager, params.username);
      if (!profile) throw notFound('person');
      return viewProfile(context, caller?.userId ?? null, profile.userId);
    },
  });
}
