import { z } from 'zod';
import { ReactionTarget } from './events.js';
import { Id, Timestamp } from './ids.js';
import { type InternalCall, PostRecord, ProfileRecord } from './internal-calls.js';
import { Mention, ReactionType } from './views.js';

/** The position of a row in an export: its key, of one number or two. Rows are in the order of their keys. */
export const ExportCursor = z.string().regex(/^\d{1,20}(\.\d{1,20})?$/, 'must be a cursor from an export');

/** The most rows of a page. */
const MAX_PAGE = 500;

/** Rows after a cursor; with `through`, exactly those up to it, so that a page can be read again. */
export const ExportRange = z.strictObject({
  after: ExportCursor.default('0'),
  through: ExportCursor.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
});
export type ExportRange = z.input<typeof ExportRange>;

/** A page of an owner's rows; `next` is the cursor of its last row, and null on the last page. */
export interface ExportPage<Item> {
  items: Item[];
  next: string | null;
}

/** All rows of one kind, page by page, for services that derive data from them. */
export type Export<Item> = InternalCall<ExportPage<Item>>;

function defineExport<Schema extends z.ZodType>(appId: string, path: string, item: Schema): Export<z.infer<Schema>> {
  const answer = z.object({ items: z.array(item), next: ExportCursor.nullable() });
  return { appId, path, answer: answer as z.ZodType<ExportPage<z.infer<Schema>>> };
}

/** Profiles of users who are not deleted, by their ids. */
export const exportProfiles = defineExport('user', '/internal/exports/profiles', ProfileRecord);

/** Posts, by their ids. */
export const exportPosts = defineExport('post', '/internal/exports/posts', PostRecord);

const Since = z.object({ userId: Id, at: Timestamp });

/**
 * Whom a user follows, asks to follow and has muted, and their muted words, at a version of their graph: it includes every
 * event up to that version.
 */
export const PersonGraph = z.object({
  userId: Id,
  version: z.int().nonnegative(),
  /** `accepted` are those that came of a request. */
  following: z.array(Since.extend({ accepted: z.boolean().default(false) })),
  requested: z.array(Since).default([]),
  muting: z.array(Id),
  mutedWords: z.array(z.string()).default([]),
});
export type PersonGraph = z.infer<typeof PersonGraph>;
/** By the ids of users who are not deleted. */
export const exportGraph = defineExport('user', '/internal/exports/graph', PersonGraph);

/** A follower of a user; `unreached` is true where one of the two blocks the other. */
export const FollowerRecord = z.object({ followingId: Id, followerId: Id, at: Timestamp, unreached: z.boolean() });
export type FollowerRecord = z.infer<typeof FollowerRecord>;
/** By the followed user, then by the follower. */
export const exportFollowers = defineExport('user', '/internal/exports/followers', FollowerRecord);

/** A comment that is not deleted. A deleted parent has no author. */
export const CommentFacts = z.object({
  commentId: Id,
  postId: Id,
  postAuthorId: Id,
  authorId: Id,
  parentCommentId: Id.nullable(),
  parentAuthorId: Id.nullable(),
  mentions: z.array(Mention).default([]),
  createdAt: Timestamp,
});
export type CommentFacts = z.infer<typeof CommentFacts>;
/** By their ids. */
export const exportComments = defineExport('comment', '/internal/exports/comments', CommentFacts);

/** A post or comment that moderators removed, by the case that they decided. */
export const RemovalRecord = z.object({ caseId: Id, target: ReactionTarget, authorId: Id, at: Timestamp });
export type RemovalRecord = z.infer<typeof RemovalRecord>;
/** By their cases, as long as those are kept. */
export const exportRemovals = defineExport('auth', '/internal/exports/removals', RemovalRecord);

/** A user's reaction to a post or comment that exists. */
export const ReactionRecord = z.object({
  userId: Id,
  target: ReactionTarget,
  postId: Id,
  targetAuthorId: Id,
  reaction: ReactionType,
  at: Timestamp,
});
export type ReactionRecord = z.infer<typeof ReactionRecord>;
/** By the target, then by the user who reacted. */
export const exportReactions = {
  post: defineExport('reaction', '/internal/exports/post-reactions', ReactionRecord),
  comment: defineExport('reaction', '/internal/exports/comment-reactions', ReactionRecord),
};
