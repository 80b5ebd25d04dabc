import {
  Id,
  PersonView,
  type ProfileRecord,
  type ProfileSnapshot,
  ProfileStatus,
  Timestamp,
} from '@townsquare/contracts';
import { IMAGE_VARIANTS, type ImageVariant } from '@townsquare/images';
import { z } from 'zod';
import type { ProfileFields } from '../domain/profile.js';

export const UserPath = z.object({ userId: Id });

/** How the reader stands to the person whose profile they read. A block hides the whole profile from both. */
export const RelationView = z
  .object({
    following: z.boolean(),
    requested: z.boolean().meta({ description: 'You have asked to follow them, and they have not answered' }),
    followedBy: z.boolean(),
    muting: z.boolean(),
  })
  .meta({ id: 'Relation' });
export type RelationView = z.infer<typeof RelationView>;

export const ProfileView = PersonView.extend({
  bio: z.string(),
  status: ProfileStatus,
  isPrivate: z.boolean().meta({ description: 'Whether only accepted followers see the posts' }),
  createdAt: Timestamp,
  followerCount: z.int(),
  followingCount: z.int(),
  relation: z.union([RelationView, z.null()]).meta({ description: 'Null when signed out, and on your own profile' }),
}).meta({ id: 'Profile' });
export type ProfileView = z.infer<typeof ProfileView>;

export const FollowerView = PersonView.extend({ followedAt: Timestamp }).meta({ id: 'Follower' });
export const FollowRequestView = PersonView.extend({ requestedAt: Timestamp }).meta({ id: 'FollowRequest' });
export const BlockedView = PersonView.extend({ blockedAt: Timestamp }).meta({ id: 'BlockedPerson' });
export const MutedView = PersonView.extend({ mutedAt: Timestamp }).meta({ id: 'MutedPerson' });

export const SuggestedPersonView = PersonView.extend({
  bio: z.string(),
  isPrivate: z.boolean().meta({ description: 'Whether only accepted followers see the posts' }),
  followedByCount: z.int().meta({
    description: 'How many of those whom you follow follow the user, by their latest follows; 0 if none does',
  }),
}).meta({ id: 'SuggestedPerson' });
export type SuggestedPersonView = z.infer<typeof SuggestedPersonView>;

/** The words that the reader has muted, as they are compared. */
export const MutedWordsView = z.object({ words: z.array(z.string()) }).meta({ id: 'MutedWords' });

/** A profile as events carry it. */
export function toSnapshot(profile: ProfileFields): ProfileSnapshot {
  const { userId, username, fullName, bio, profilePicture, status, isPrivate, createdAt } = profile;
  return { userId, username, fullName, bio, profilePicture, status, isPrivate, createdAt: createdAt.toISOString() };
}

/** A profile as other services get it when they ask for it. */
export function toRecord(profile: ProfileFields & { version: number }): ProfileRecord {
  return { ...toSnapshot(profile), version: profile.version };
}

/** Where pictures are served. A new picture has a new key and so a new path: caches may keep each for ever. */
export const PICTURE_ROUTE = '/api/v1/profiles/{userId}/picture/{key}/{variant}';

export const PicturePath = z.object({
  userId: Id,
  key: z.string().regex(/^[0-9a-f]{32}$/, 'must be the key of a picture'),
  variant: z.enum(IMAGE_VARIANTS),
});

/** The path of a picture on the gateway. */
export function picturePath(userId: string, key: string, variant: ImageVariant = 'thumbnail'): string {
  return PICTURE_ROUTE.replace('{userId}', userId).replace('{key}', key).replace('{variant}', variant);
}
