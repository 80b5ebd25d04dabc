import { Id, PersonView, ProfileStatus, Timestamp } from '@townsquare/contracts';
import { z } from 'zod';

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

export const UserPath = z.object({ userId: Id });
