import { z } from 'zod';
import { defineEvent } from './cloud-event.js';
import { Id, Timestamp } from './ids.js';
import { MediaView, Mention, ProfileStatus, ReactionTotals, ReactionType } from './views.js';

// Accounts, published by their owner. Aggregate: the user.

export const userRegistered = defineEvent(
  'user.registered',
  'user',
  'An account was opened.',
  z.object({ userId: Id, username: z.string(), fullName: z.string(), createdAt: Timestamp }),
);
export const userUpdated = defineEvent(
  'user.updated',
  'user',
  'An account changed its username.',
  z.object({ userId: Id, username: z.string() }),
);
export const userDeleted = defineEvent(
  'user.deleted',
  'user',
  'An account was deleted; each service erases what it holds of the user.',
  z.object({ userId: Id }),
);
export const userBanned = defineEvent(
  'user.banned',
  'user',
  'An account was banned, or a ban was lifted.',
  z.object({ userId: Id, banned: z.boolean(), reason: z.string() }),
);

/** A service has removed everything it held of a deleted account. Aggregate: the user; one event for each service. */
export const userPurged = defineEvent(
  'user.purged',
  'user',
  'A service has erased everything that it held of a deleted account.',
  z.object({ userId: Id, service: z.string() }),
);

// Profiles. Aggregate: the user; its version is the profile's.

export const ProfileSnapshot = z.object({
  userId: Id,
  username: z.string(),
  fullName: z.string(),
  bio: z.string(),
  profilePicture: z.string().nullable(),
  status: ProfileStatus,
  /** Whether only accepted followers see the posts; an event from before there were private accounts does not say. */
  isPrivate: z.boolean().default(false),
  createdAt: Timestamp,
});
export type ProfileSnapshot = z.infer<typeof ProfileSnapshot>;
export const profileUpdated = defineEvent(
  'profile.updated',
  'profile',
  'A profile was made or changed.',
  ProfileSnapshot,
);

// The graph. Aggregate: the one who follows, asks to, blocks or mutes, whose graph version only grows.

const Step = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
/**
 * What the event adds to the followed user's number of followers, and to the number of users that the follower follows. A
 * hidden account is in neither number of others.
 */
export const FollowSteps = z.object({ followers: Step, following: Step });
export type FollowSteps = z.infer<typeof FollowSteps>;

const Follow = z.object({ followerId: Id, followingId: Id, at: Timestamp });
export const userFollowed = defineEvent(
  'user.followed',
  'graph',
  'A user followed another user.',
  Follow.extend({
    /** Whether the follower had asked to; an event from before there were requests does not say. */
    accepted: z.boolean().default(false),
    /** Events from before hidden accounts left the numbers do not say what they add, here and below. */
    adds: FollowSteps.default({ followers: 1, following: 1 }),
  }),
);
export const userUnfollowed = defineEvent(
  'user.unfollowed',
  'graph',
  'A user unfollowed another user.',
  Follow.extend({ adds: FollowSteps.default({ followers: -1, following: -1 }) }),
);
/** The follow stays as it was; the numbers alone change. */
export const followHidden = defineEvent(
  'follow.hidden',
  'graph',
  'A follow left the numbers because one of the accounts became hidden, or is in them again.',
  Follow.extend({ adds: FollowSteps }),
);

/** A user asks to follow a private account. An accepted request ends, and `user.followed` is published beside it. */
const FollowRequest = z.object({ requesterId: Id, targetId: Id, at: Timestamp });
export const followRequested = defineEvent(
  'follow.requested',
  'graph',
  'A user asked to follow a private account.',
  FollowRequest,
);
export const followRequestEnded = defineEvent(
  'follow.request.ended',
  'graph',
  'A request to follow was accepted, refused or withdrawn.',
  FollowRequest.extend({ accepted: z.boolean() }),
);

const Block = z.object({ blockerId: Id, blockedId: Id, at: Timestamp });
export const userBlocked = defineEvent('user.blocked', 'graph', 'A user blocked another user.', Block);
export const userUnblocked = defineEvent('user.unblocked', 'graph', 'A user ended a block.', Block);

// Mutes are for services, which hide the muted user's content from the user who mutes. No user learns of a mute.

const Mute = z.object({ muterId: Id, mutedId: Id, at: Timestamp });
export const userMuted = defineEvent('user.muted', 'graph', 'A user muted another user.', Mute);
export const userUnmuted = defineEvent('user.unmuted', 'graph', 'A user ended a mute.', Mute);
/** All words and phrases that a user has muted, in the form that texts are compared with. */
export const userWordsMuted = defineEvent(
  'user.words.muted',
  'graph',
  'A user changed their muted words.',
  z.object({ userId: Id, words: z.array(z.string()), at: Timestamp }),
);

// Posts. Aggregate: the post.

export const PostSnapshot = z.object({
  postId: Id,
  authorId: Id,
  content: z.string(),
  media: MediaView.nullable(),
  isPrivate: z.boolean(),
  hashtags: z.array(z.string()),
  mentions: z.array(Mention),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type PostSnapshot = z.infer<typeof PostSnapshot>;
export const postCreated = defineEvent('post.created', 'post', 'A post was published.', PostSnapshot);
export const postUpdated = defineEvent('post.updated', 'post', 'A post was edited.', PostSnapshot);
export const postDeleted = defineEvent(
  'post.deleted',
  'post',
  'A post was deleted.',
  z.object({ postId: Id, authorId: Id }),
);

/** The most recipients that one announcement carries. */
export const ANNOUNCEMENT_SIZE = 500;

const Announcement = z.object({
  postId: Id,
  authorId: Id,
  createdAt: Timestamp,
  recipients: z.array(Id).max(ANNOUNCEMENT_SIZE),
  pulled: z.boolean(),
});

/**
 * A post on its way to some of its author's followers. Aggregate: the batch (`7:2`, the second of post 7), as batches need
 * no order. Of an author with very many followers there is one event without recipients: `pulled` says that the post is
 * in no timeline, and is merged in when one is read.
 */
export const postAnnounced = defineEvent(
  'post.announced',
  'announcement',
  "A post is delivered to some of its author's followers.",
  Announcement,
);

/**
 * The same, to those of a large audience who are not among the first. On a topic of its own: however many of these wait
 * in the broker, the posts of other authors do not wait behind them.
 */
export const postAnnouncedWidely = defineEvent(
  'post.announced.widely',
  'announcement',
  'A post is delivered to followers beyond the first of a large audience.',
  Announcement,
);

/** Both, for services that handle them alike. */
export const announcements = [postAnnounced, postAnnouncedWidely];

// Comments. Aggregate: the comment. `thread` is the state of the whole discussion after this change, with a version of
// its own, so that a counter is set rather than added up, in whatever order events come.

const CommentSnapshot = z.object({
  commentId: Id,
  postId: Id,
  postAuthorId: Id,
  authorId: Id,
  parentCommentId: Id.nullable(),
  parentAuthorId: Id.nullable(),
  content: z.string(),
  /** Whom the text mentions; an event from before comments mentioned anybody does not say. */
  mentions: z.array(Mention).default([]),
  createdAt: Timestamp,
  /** When the text was written as it is; an event from that time does not say. */
  updatedAt: Timestamp.optional(),
  thread: z.object({ commentCount: z.int().nonnegative(), version: z.int().nonnegative() }),
  /** The comment is as it was; the total changes alone, because its author has become hidden or visible again. */
  totalOnly: z.boolean().optional(),
});
export type CommentSnapshot = z.infer<typeof CommentSnapshot>;
export const commentCreated = defineEvent(
  'comment.created',
  'comment',
  'A comment or a reply was published.',
  CommentSnapshot,
);
export const commentUpdated = defineEvent(
  'comment.updated',
  'comment',
  'A comment was edited, hidden with its author or shown again.',
  CommentSnapshot,
);
export const commentDeleted = defineEvent(
  'comment.deleted',
  'comment',
  'A comment was deleted.',
  CommentSnapshot.omit({ content: true, parentAuthorId: true, mentions: true, updatedAt: true, totalOnly: true }),
);

// Moderation. Aggregate: the case, which is decided once.

/** Moderators decided to remove content; the owning service deletes it as its author could. */
export const contentRemoved = defineEvent(
  'content.removed',
  'moderation',
  'Moderators removed a post or a comment.',
  z.object({ caseId: Id, target: z.object({ type: z.enum(['post', 'comment']), id: Id }), authorId: Id }),
);

// Reactions. Aggregate: the target (`post:7`, `comment:9`), whose version grows with each change to its reactions.

export const ReactionTarget = z.object({ type: z.enum(['post', 'comment']), id: Id });
export type ReactionTarget = z.infer<typeof ReactionTarget>;

/**
 * `reaction` is null when it was withdrawn; `totals` are those of the target after the change. `previous` equals `reaction`
 * when the totals alone change, because the account has become hidden or visible again.
 */
export const reactionChanged = defineEvent(
  'reaction.changed',
  'reaction',
  'A user reacted, changed a reaction or withdrew it, or a reaction was hidden or shown again.',
  z.object({
    userId: Id,
    target: ReactionTarget,
    /** The post itself, or the post of the comment. */
    postId: Id,
    targetAuthorId: Id,
    reaction: ReactionType.nullable(),
    previous: ReactionType.nullable(),
    totals: ReactionTotals,
    at: Timestamp,
  }),
);
