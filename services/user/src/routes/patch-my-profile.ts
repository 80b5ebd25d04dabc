import { MAX_BIO_LENGTH } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { writtenName, writtenText } from '@townsquare/text';
import { z } from 'zod';
import type { Context } from '../context.js';
import { changeMyProfile } from '../use-cases/change-profile.js';
import { ProfileView } from '../views/profiles.js';

const MAX_NAME_LENGTH = 100;

const ProfileForm = z
  .strictObject({
    fullName: writtenName().min(1, 'must not be empty').max(MAX_NAME_LENGTH).optional(),
    bio: writtenText().max(MAX_BIO_LENGTH).optional(),
    isPrivate: z
      .boolean()
      .optional()
      .meta({
        description:
          'Whether only followers whom you accept see your posts. Your followers stay when you turn private. When you turn ' +
          'public again, all pending requests are accepted.',
      }),
  })
  .refine((form) => Object.keys(form).length > 0, 'must have fullName, bio or isPrivate');

export function patchMyProfile(context: Context): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/profiles/me',
    summary: 'Change your name, your bio, or who sees your posts',
    tag: 'profiles',
    access: 'signedIn',
    body: ProfileForm,
    answer: ProfileView,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, body }) {
      const profile = await changeMyProfile(context, caller.userId, body);
      if (body.isPrivate === false) context.wakeAccepter();
      return profile;
    },
  });
}
