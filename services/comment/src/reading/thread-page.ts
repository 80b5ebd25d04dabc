import type { Page, PageQuery } from '@townsquare/contracts';
import { decodeCursor, encodeCursor, fillPage, type Position } from '@townsquare/kit';
import { mentionsFor } from '@townsquare/projections';
import type { Context } from '../context.js';
import { readThread } from '../data/comments.js';
import type { Comment } from '../data/entities.js';
import { type CommentView, toCommentView } from '../views/comment.js';
import { visibleComments } from './visible-comments.js';

/** One page of a thread as its reader sees it, oldest first; what the reader may not see is passed over. */
export async function threadPage(
  context: Context,
  readerId: string | null,
  where: { postId: string; parentCommentId: string | null },
  { limit, cursor }: PageQuery,
): Promise<Page<CommentView>> {
  const list = where.parentCommentId === null ? `comments:${where.postId}` : `replies:${where.parentCommentId}`;
  const start = decodeCursor(list, cursor);
  const read = (after: Comment | undefined, count: number) =>
    readThread(context.database.manager, where, after ? positionOf(after) : start, count);
  const show = async (comments: Comment[]) => {
    const visible = new Set(await visibleComments(context, readerId, comments));
    const [people, mentionsIn] = await Promise.all([
      context.people.find(authorsOf([...visible])),
      mentionsFor(context, readerId, visible),
    ]);
    return comments.map((comment) =>
      visible.has(comment) ? toCommentView(comment, people, mentionsIn(comment.mentions)) : undefined,
    );
  };
  const { items, last } = await fillPage(limit, read, show);
  return { items, nextCursor: last ? encodeCursor(list, positionOf(last)) : null };
}

function positionOf({ createdAt, id }: Comment): Position {
  return { createdAt, id };
}

/** Who wrote these comments; tombstones have no author. */
export function authorsOf(comments: Comment[]): string[] {
  return comments.flatMap(({ userId }) => userId ?? []);
}
