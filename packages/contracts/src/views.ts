import { z } from 'zod';
import { Id, Timestamp } from './ids.js';

/** A user as shown beside their posts, comments and reactions. */
export const PersonView = z
  .object({
    userId: Id,
    username: z.string(),
    fullName: z.string(),
    profilePicture: z.string().nullable(),
  })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof PersonView>;

/** An image as a client shows it; the URLs are paths on the gateway. */
export const MediaView = z
  .object({
    id: Id,
    url: z.string(),
    thumbnailUrl: z.string(),
    width: z.int(),
    height: z.int(),
  })
  .meta({ id: 'Media' });
export type MediaView = z.infer<typeof MediaView>;

/**
 * A user whom a text mentions, as services store and publish it. `username` is the name in the text, in lower case; it
 * stays when the user changes their name.
 */
export const Mention = z.object({ userId: Id, username: z.string() });
export type Mention = z.infer<typeof Mention>;

/** The same, as clients show it: with the user's current name. */
export const MentionView = z
  .object({
    userId: Id,
    username: z.string().meta({ description: 'The current name of the user' }),
    typed: z.string().meta({ description: 'The name in the text, after its @, in lower case: a link to the user' }),
  })
  .meta({ id: 'Mention' });
export type MentionView = z.infer<typeof MentionView>;

/** A post as its reader sees it, the same in every list. */
export const PostView = z
  .object({
    id: Id,
    author: PersonView,
    content: z.string(),
    // Not `.nullable()`: of a schema with a name, the OpenAPI document would lose that it may be null.
    media: z.union([MediaView, z.null()]),
    isPrivate: z.boolean(),
    hashtags: z.array(z.string()).meta({ description: 'As they were typed, without the #' }),
    mentions: z.array(MentionView),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Post' });
export type PostView = z.infer<typeof PostView>;

/** The kinds of reactions. Columns, totals, checks and documents follow from this list. */
export const REACTION_TYPES = ['like', 'love', 'haha', 'sad', 'angry'] as const;
export const ReactionType = z.enum(REACTION_TYPES).meta({ id: 'ReactionType' });
export type ReactionType = z.infer<typeof ReactionType>;

/** What the notification of a reaction says that a person did: "Ana laughed at your post". */
export const REACTION_VERBS: Record<ReactionType, string> = {
  like: 'liked',
  love: 'loved',
  haha: 'laughed at',
  sad: 'was saddened by',
  angry: 'was angered by',
};

/** An object with one value for each kind of reaction. */
export function perReaction<Value>(make: (type: ReactionType) => Value): Record<ReactionType, Value> {
  return Object.fromEntries(REACTION_TYPES.map((type) => [type, make(type)])) as Record<ReactionType, Value>;
}

/** The number of reactions of each kind to a post or comment. */
export const ReactionTotals = z.object(perReaction(() => z.int())).meta({ id: 'ReactionTotals' });
export type ReactionTotals = z.infer<typeof ReactionTotals>;

export const NO_REACTIONS: ReactionTotals = perReaction(() => 0);

/** The number of reactions of all kinds. */
export function sumOfReactions(totals: ReactionTotals): number {
  return REACTION_TYPES.reduce((sum, type) => sum + totals[type], 0);
}

export const PROFILE_STATUSES = ['active', 'inactive', 'banned'] as const;
export const ProfileStatus = z.enum(PROFILE_STATUSES);
export type ProfileStatus = z.infer<typeof ProfileStatus>;

/** Returns the status of an account. A ban comes before a deactivation, which it does not end. */
export function profileStatus({ banned, deactivated }: { banned: boolean; deactivated: boolean }): ProfileStatus {
  if (banned) return 'banned';
  return deactivated ? 'inactive' : 'active';
}
