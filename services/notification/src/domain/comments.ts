interface CommentFacts {
  authorId: string;
  postAuthorId: string;
  parentAuthorId: string | null;
}

/**
 * Who is told of a comment: whoever wrote what it replies to, and the post's author, unless that is the same person or
 * the commenter's own.
 */
export function commentAudience({ authorId, postAuthorId, parentAuthorId }: CommentFacts): {
  reply: string | null;
  comment: string | null;
} {
  const reply = parentAuthorId === authorId ? null : parentAuthorId;
  const comment = postAuthorId === authorId || postAuthorId === reply ? null : postAuthorId;
  return { reply, comment };
}
