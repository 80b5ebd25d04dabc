import { z } from 'zod';
import { PostSnapshot, ProfileSnapshot } from './events.js';
import { Id, Timestamp } from './ids.js';
import { ReactionTotals } from './views.js';

/** The most ids that one call between services may ask for. */
export const MAX_BATCH = 500;

/** Ids in a query, separated by commas. */
export const IdList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(Id).min(1).max(MAX_BATCH));

/**
 * A call from one service to another, through their sidecars; never reachable from the gateway. Which services may call it is
 * listed in e2e/support/access-table.ts, and allowed by the called service's route and its file in dapr/access/.
 */
export interface InternalCall<Answer> {
  readonly appId: string;
  /** As a route is declared: `/internal/users/{userId}`. */
  readonly path: string;
  readonly answer: z.ZodType<Answer>;
}

function defineCall<Schema extends z.ZodType>(
  appId: string,
  path: string,
  answer: Schema,
): InternalCall<z.infer<Schema>> {
  return { appId, path, answer: answer as z.ZodType<z.infer<Schema>> };
}

const Version = z.object({ version: z.int().nonnegative() });

/** Whether an account exists, and its name. */
export const Account = z.object({ userId: Id, username: z.string(), fullName: z.string(), createdAt: Timestamp });
export type Account = z.infer<typeof Account>;
export const getAccount = defineCall('auth', '/internal/users/{userId}', Account);

/** The sessions that ended since `?since=`, or recently without it. `asOf` is the `since` of the next call. */
export const EndedSessionsList = z.object({ sessionIds: z.array(Id), asOf: Timestamp });
export type EndedSessionsList = z.infer<typeof EndedSessionsList>;
export const getEndedSessions = defineCall('auth', '/internal/ended-sessions', EndedSessionsList);

/** Which of the sessions `?ids=1,2` have not ended or expired, as of now. */
export const getLiveSessions = defineCall('auth', '/internal/live-sessions', z.object({ sessionIds: z.array(Id) }));

/** Profiles by `?ids=1,2`; those that do not exist are left out. */
export const ProfileRecord = ProfileSnapshot.extend(Version.shape);
export type ProfileRecord = z.infer<typeof ProfileRecord>;
export const getProfiles = defineCall('user', '/internal/profiles', z.object({ items: z.array(ProfileRecord) }));

/** Which of `?followingIds=` the user `?followerId=` follows. */
export const getFollows = defineCall('user', '/internal/follows', z.object({ followingIds: z.array(Id) }));

/** Posts by `?ids=1,2`; those that do not exist are left out. The caller applies the visibility rule. */
export const PostRecord = PostSnapshot.extend(Version.shape);
export type PostRecord = z.infer<typeof PostRecord>;
export const getPosts = defineCall('post', '/internal/posts', z.object({ items: z.array(PostRecord) }));

/**
 * Posts of the author `?authorId=` whose ids are above `?after=`, in the order of their ids: the next of them, and none at
 * the end.
 */
export const getPostsBy = defineCall('post', '/internal/posts-by-author', z.object({ items: z.array(PostRecord) }));

/** Comments by `?ids=1,2`; those that do not exist are left out. */
export const CommentRecord = z.object({ commentId: Id, postId: Id, authorId: Id, version: z.int().nonnegative() });
export type CommentRecord = z.infer<typeof CommentRecord>;
export const getComments = defineCall('comment', '/internal/comments', z.object({ items: z.array(CommentRecord) }));

/** What users can report to the moderators. */
export const REPORTABLE_TYPES = ['post', 'comment', 'user'] as const;
export type ReportableType = (typeof REPORTABLE_TYPES)[number];

/**
 * What the reader `?readerId=` sees of `?id=`; 404 where they may not see it. A report keeps it, since the author may change
 * or delete it later. For a user it is their profile.
 */
export const Reportable = z.object({
  authorId: Id,
  text: z.string(),
  imageUrl: z.string().nullable(),
  isPrivate: z.boolean(),
});
export type Reportable = z.infer<typeof Reportable>;
export const ReportableQuery = z.strictObject({ id: Id, readerId: Id });
export const getReportable: Record<ReportableType, InternalCall<Reportable>> = {
  post: defineCall('post', '/internal/reportable', Reportable),
  comment: defineCall('comment', '/internal/reportable', Reportable),
  user: defineCall('user', '/internal/reportable', Reportable),
};

// Counted from the rows, by `?ids=1,2`, with the version of the rows: `recount` compares the counters with them.

/** The reactions to posts that have or had one. */
export const PostReactions = z.object({ postId: Id, totals: ReactionTotals, version: z.int().nonnegative() });
export type PostReactions = z.infer<typeof PostReactions>;
export const countReactions = defineCall(
  'reaction',
  '/internal/post-reactions',
  z.object({ items: z.array(PostReactions) }),
);

/** The comments under posts that have or had one. */
export const PostComments = z.object({ postId: Id, commentCount: z.int(), version: z.int().nonnegative() });
export type PostComments = z.infer<typeof PostComments>;
export const countComments = defineCall('comment', '/internal/threads', z.object({ items: z.array(PostComments) }));

/** How many comments these users have written; a user without comments is left out. */
export const Written = z.object({ userId: Id, comments: z.int() });
export type Written = z.infer<typeof Written>;
export const countWritten = defineCall('comment', '/internal/authors', z.object({ items: z.array(Written) }));

/** How many users follow each of these users, and how many they follow. */
export const FollowCounts = z.object({ userId: Id, followers: z.int(), following: z.int() });
export type FollowCounts = z.infer<typeof FollowCounts>;
export const countFollows = defineCall('user', '/internal/follow-counts', z.object({ items: z.array(FollowCounts) }));

/** The posts of each of these users. */
export const PostOfAuthor = z.object({ postId: Id, authorId: Id, isPrivate: z.boolean() });
export type PostOfAuthor = z.infer<typeof PostOfAuthor>;
export const postsOfAuthors = defineCall('post', '/internal/authors', z.object({ items: z.array(PostOfAuthor) }));
