import type {
  announcements,
  CommentFacts,
  CommentSnapshot,
  EventData,
  PostRecord,
  ReactionRecord,
  ReactionTarget,
} from '@townsquare/contracts';
import type { Cause, Draft, Kind } from './kinds.js';
import { messageOf, reactionMessage, removalMessage } from './messages.js';

/** The notification of a new post. `content` returns the post's text. */
export function postDraft(
  { postId, authorId, createdAt }: Pick<EventData<(typeof announcements)[number]>, 'postId' | 'authorId' | 'createdAt'>,
  content: () => string,
): Draft {
  const cause = { kind: 'post', actorId: authorId, targetType: 'post', targetId: postId } as const;
  return { ...cause, postId, createdAt: new Date(createdAt), content, says: messageOf('post', 'post') };
}

/** The notification of a mention in a post. It is as new as the post's text. */
export function mentionDraft({
  postId,
  authorId,
  content,
  updatedAt,
}: Pick<PostRecord, 'postId' | 'authorId' | 'content' | 'updatedAt'>): Draft {
  const cause = { kind: 'mention', actorId: authorId, targetType: 'post', targetId: postId } as const;
  return {
    ...cause,
    postId,
    createdAt: new Date(updatedAt),
    content: () => content,
    says: messageOf('mention', 'post'),
  };
}

/**
 * Who is notified of a comment: the author of the comment that it replies to, and the author of the post. The same person
 * is notified once, as the one who is replied to; nobody is notified of their own comment.
 */
export function commentAudience({
  authorId,
  postAuthorId,
  parentAuthorId,
}: Pick<CommentFacts, 'authorId' | 'postAuthorId' | 'parentAuthorId'>): {
  reply: string | null;
  comment: string | null;
} {
  const reply = parentAuthorId === authorId ? null : parentAuthorId;
  const comment = postAuthorId === authorId || postAuthorId === reply ? null : postAuthorId;
  return { reply, comment };
}

/** The notification of a comment, of a reply, or of a mention in either. A mention is as new as the comment's text. */
export function commentDraft(
  kind: 'comment' | 'reply' | 'mention',
  facts: Pick<CommentFacts, 'commentId' | 'postId' | 'authorId' | 'createdAt'> &
    Partial<Pick<CommentSnapshot, 'content' | 'updatedAt'>>,
): Draft {
  const { commentId, postId, authorId, createdAt, updatedAt = createdAt, content = '' } = facts;
  return {
    kind,
    actorId: authorId,
    targetType: 'comment',
    targetId: commentId,
    postId,
    createdAt: new Date(kind === 'mention' ? updatedAt : createdAt),
    content: () => content,
    says: messageOf(kind, 'comment'),
  };
}

/** The notification of a reaction to a post or comment. */
export function reactionDraft({
  userId,
  target,
  postId,
  reaction,
  at,
}: Pick<ReactionRecord, 'userId' | 'target' | 'postId' | 'reaction' | 'at'>): Draft {
  const cause = { kind: 'reaction', actorId: userId, targetType: target.type, targetId: target.id } as const;
  return { ...cause, postId, createdAt: new Date(at), says: reactionMessage(reaction, target.type) };
}

/** The kinds of notification that tell who follows whom. */
export type FollowKind = Extract<Kind, 'follow' | 'followRequest' | 'followAccepted'>;

/** Such a notification is about the account that caused it: that is the profile the reader wants to open. */
export function followCause<K extends FollowKind>(kind: K, actorId: string): Cause & { kind: K } {
  return { kind, actorId, targetType: 'user', targetId: actorId };
}

export function followDraft(kind: FollowKind, actorId: string, at: string): Draft {
  return { ...followCause(kind, actorId), postId: null, createdAt: new Date(at), says: messageOf(kind, 'user') };
}

/**
 * The notification that moderators have removed a post or comment. It points at the removal: the content is deleted, and
 * notifications about it are deleted with it.
 */
export function removalDraft(caseId: string, target: ReactionTarget['type'], authorId: string, at: string): Draft {
  const cause = { kind: 'contentRemoved', actorId: authorId, targetType: 'removal', targetId: caseId } as const;
  return { ...cause, postId: null, createdAt: new Date(at), says: removalMessage(target) };
}
