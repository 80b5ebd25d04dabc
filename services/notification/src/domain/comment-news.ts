import type { CommentFacts, CommentSnapshot } from '@townsquare/contracts';
import type { Draft } from './kinds.js';
import { messages } from './messages.js';

type Facts = Pick<CommentFacts, 'commentId' | 'postId' | 'authorId' | 'createdAt'> &
  Partial<Pick<CommentSnapshot, 'content' | 'updatedAt'>>;

/** The news of a comment. That it mentions somebody is as new as its text. */
export function commentDraft(kind: 'comment' | 'reply' | 'mention', facts: Facts): Draft {
  const { commentId, postId, authorId, createdAt, updatedAt = createdAt, content = '' } = facts;
  return {
    kind,
    actorId: authorId,
    targetType: 'comment',
    targetId: commentId,
    postId,
    createdAt: new Date(kind === 'mention' ? updatedAt : createdAt),
    content: () => content,
    says: kind === 'mention' ? messages.mention('comment') : messages[kind](),
  };
}
