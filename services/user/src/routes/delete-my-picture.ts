import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { usePicture } from '../data/pictures.js';
import { changeMyProfile } from '../use-cases/change-profile.js';

export function deleteMyPicture(context: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/profiles/me/picture',
    summary: 'Remove your picture',
    tag: 'profiles',
    access: 'signedIn',
    status: 204,
    errors: ['not_found', 'forbidden'],
    async handle({ caller: { userId } }) {
      await changeMyProfile(context, userId, { profilePicture: null }, async (tx) => {
        await usePicture(tx, userId, null);
      });
    },
  });
}
