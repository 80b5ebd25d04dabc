import type { Page, PageQuery } from '@townsquare/contracts';
import { decodeCursor, toPage } from '@townsquare/kit';
import type { Context } from './context.js';
import type { Comment } from './data/comment-entity.js';
import { readThread } from './data/comments.js';
import { type CommentView, toCommentView } from './views.js';
import { visibleComments } from './visible-comments.js';

/**
 * One page of a thread as its reader sees it, oldest first. What the reader may not see is left out, so a page may hold
 * fewer items than asked for and yet have a next one.
 */
export async function threadPage(
  context: Context,
  readerId: string | null,
  where: { postId: string; parentCommentId: string | null },
  { limit, cursor }: PageQuery,
): Promise<Page<CommentView>> {
  const list = where.parentCommentId === null ? `comments:${where.postId}` : `replies:${where.parentCommentId}`;
  const rows = await readThread(context.database.manager, where, decodeCursor(list, cursor), limit + 1);
  const { items, nextCursor } = toPage(list, rows, limit, positionOf, (row) => row);
  const shown = await visibleComments(context, readerId, items);
  const people = await context.people.find(authorsOf(shown));
  return { items: shown.map((comment) => toCommentView(comment, people)), nextCursor };
}

function positionOf({ createdAt, id }: Comment): { createdAt: Date; id: string } {
  return { createdAt, id };
}

/** Who wrote these comments; tombstones have no author. */
export function authorsOf(comments: Comment[]): string[] {
  return comments.flatMap(({ userId }) => userId ?? []);
}
