import { MAX_BIO_LENGTH } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { ProfileView } from '../domain/views.js';
import { changeMyProfile } from '../my-profile.js';

const MAX_NAME_LENGTH = 100;

const ProfileForm = z
  .strictObject({
    fullName: z.string().trim().min(1).max(MAX_NAME_LENGTH).optional(),
    bio: z.string().trim().max(MAX_BIO_LENGTH).optional(),
  })
  .refine((form) => form.fullName !== undefined || form.bio !== undefined, 'must have fullName, bio or both');

export function patchMyProfile(context: Context): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/profiles/me',
    summary: 'Change your name or what you say of yourself',
    tag: 'Profiles',
    access: 'signedIn',
    body: ProfileForm,
    answer: ProfileView,
    errors: ['not_found', 'forbidden'],
    handle: ({ caller, body }) => changeMyProfile(context, caller.userId, body),
  });
}
