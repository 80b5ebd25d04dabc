import type { CommentFacts, Mention } from '@townsquare/contracts';
import { type ExportRows, orderAfterPosition, type Position } from '@townsquare/kit';
import { type EntityManager, In, IsNull, LessThan, MoreThan } from 'typeorm';
import { Comment } from './entities.js';

/** The columns that the author of a new comment decides. */
export type NewComment = Pick<Comment, 'postId' | 'authorId' | 'parentCommentId' | 'content' | 'mentions'>;

/** The comments directly under a post (`parentCommentId` is null), or the replies to one of its comments. */
export type ThreadPlace = Pick<Comment, 'postId' | 'parentCommentId'>;

export function findComment(manager: EntityManager, id: string): Promise<Comment | null> {
  return manager.findOneBy(Comment, { id });
}

/** A comment that is not deleted has an author. */
type LiveComment = Comment & { authorId: string };

/** The comments with these ids that are not deleted. */
export function findLiveComments(manager: EntityManager, ids: string[]): Promise<LiveComment[]> {
  return manager.findBy(Comment, { id: In(ids), deletedAt: IsNull() }) as Promise<LiveComment[]>;
}

/** The comments of one place, oldest first, after a position. */
export function readThread(
  manager: EntityManager,
  { postId, parentCommentId }: ThreadPlace,
  after: Position | undefined,
  limit: number,
): Promise<Comment[]> {
  const query = manager.createQueryBuilder(Comment, 'comment').where('comment.postId = :postId', { postId });
  if (parentCommentId === null) query.andWhere('comment.parentCommentId IS NULL');
  else query.andWhere('comment.parentCommentId = :parentCommentId', { parentCommentId });
  orderAfterPosition(query, after, 'ASC', { createdAt: 'comment.createdAt', id: 'comment.id' });
  return query.limit(limit).getMany();
}

/** The comments of an account, the latest first, after a position. Ordered by id alone, which has an index. */
export function listWritten(
  manager: EntityManager,
  authorId: string,
  after: Position | undefined,
  limit: number,
): Promise<Comment[]> {
  return manager.find(Comment, {
    where: after ? { authorId, id: LessThan(after.id) } : { authorId },
    order: { id: 'DESC' },
    take: limit,
  });
}

/** Up to `limit` comments of an account, the earliest first, after an id. */
export function findSomeByAuthor(
  manager: EntityManager,
  authorId: string,
  limit: number,
  after = '0',
): Promise<Pick<Comment, 'id' | 'postId'>[]> {
  return manager.find(Comment, {
    select: { id: true, postId: true },
    where: { authorId, id: MoreThan(after) },
    order: { id: 'ASC' },
    take: limit,
  });
}

/**
 * Writes a comment and adds one to its parent's reply count. The caller has locked the thread, so the timestamps of its
 * comments follow the order in which they become visible.
 */
export async function insertComment(manager: EntityManager, given: NewComment): Promise<Comment> {
  const now = new Date();
  const comment = manager.create(Comment, {
    ...given,
    replyCount: 0,
    hidden: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  });
  const insert = manager.createQueryBuilder().insert().into(Comment).values(comment).updateEntity(false);
  comment.id = String((await insert.execute()).raw.insertId);
  await insertMentions(manager, comment);
  if (given.parentCommentId !== null) await countReply(manager, given.parentCommentId, 1);
  return comment;
}

/** Writes a change under the next version; returns the changed comment. */
export async function changeComment(
  manager: EntityManager,
  comment: Comment,
  change: Partial<Pick<Comment, 'content' | 'mentions' | 'updatedAt' | 'hidden'>>,
): Promise<Comment> {
  const changes = { ...change, version: comment.version + 1 };
  await manager.update(Comment, { id: comment.id }, changes);
  const changed = manager.create(Comment, { ...comment, ...changes });
  await deleteMentions(manager, comment.id);
  await insertMentions(manager, changed);
  return changed;
}

/** Removes the author and the text of a comment; the row keeps its place in the thread. */
export async function leaveTombstone(manager: EntityManager, comment: Comment): Promise<void> {
  const now = new Date();
  await deleteMentions(manager, comment.id);
  const change = {
    content: '',
    mentions: [],
    authorId: null,
    hidden: false,
    deletedAt: now,
    updatedAt: now,
    version: comment.version + 1,
  };
  await manager.update(Comment, { id: comment.id }, change);
}

/** Deletes a comment without replies, and every tombstone above it that has no other reply. */
export async function deleteUpwards(manager: EntityManager, comment: Comment): Promise<void> {
  await manager.delete(Comment, { id: comment.id });
  let parentId = comment.parentCommentId;
  while (parentId !== null) {
    const parent = await findComment(manager, parentId);
    if (!parent) return;
    if (parent.deletedAt === null || parent.replyCount > 1) return countReply(manager, parent.id, -1);
    await manager.delete(Comment, { id: parent.id });
    parentId = parent.parentCommentId;
  }
}

async function countReply(manager: EntityManager, commentId: string, change: 1 | -1): Promise<void> {
  await manager.increment(Comment, { id: commentId }, 'replyCount', change);
}

/**
 * Deletes up to `limit` comments of a post, tombstones too; returns them. Replies come before their parents, in the order of
 * an index: a comment is older than its replies, so its own parent is older than that of its replies.
 */
export async function deleteSomeOfPost(manager: EntityManager, postId: string, limit: number): Promise<Comment[]> {
  const comments = await manager.find(Comment, { where: { postId }, order: { parentCommentId: 'DESC' }, take: limit });
  if (comments.length > 0) await manager.delete(Comment, { id: In(comments.map(({ id }) => id)) });
  return comments;
}

/** Comments that are not deleted, in the order of their ids. */
export async function commentsInOrder(
  manager: EntityManager,
  { after, through, limit }: ExportRows,
): Promise<CommentFacts[]> {
  const rows: (Omit<CommentFacts, 'createdAt' | 'mentions'> & { createdAt: Date; mentions: unknown })[] =
    await manager.query(
      `SELECT c.id AS commentId, c.post_id AS postId, t.post_author_id AS postAuthorId, c.user_id AS authorId,
       c.parent_comment_id AS parentCommentId, p.user_id AS parentAuthorId, c.mentions, c.created_at AS createdAt
     FROM comments c JOIN threads t ON t.post_id = c.post_id LEFT JOIN comments p ON p.id = c.parent_comment_id
     WHERE c.id > ? AND c.id <= ? AND c.deleted_at IS NULL ORDER BY c.id LIMIT ?`,
      [after, through, limit],
    );
  return rows.map((row) => ({ ...row, mentions: toMentions(row.mentions), createdAt: row.createdAt.toISOString() }));
}

/** MySQL returns JSON parsed, MariaDB as text. */
function toMentions(value: unknown): Mention[] {
  return (typeof value === 'string' ? JSON.parse(value) : (value ?? [])) as Mention[];
}

/** Up to `limit` comments that mention an account, with their posts. */
export async function findMentioning(
  manager: EntityManager,
  mentionedId: string,
  limit: number,
): Promise<{ commentId: string; postId: string }[]> {
  return manager.query(
    `SELECT m.comment_id AS commentId, c.post_id AS postId FROM mentions m JOIN comments c ON c.id = m.comment_id
     WHERE m.mentioned_id = ? LIMIT ?`,
    [mentionedId, limit],
  );
}

/** Indexes the accounts that a comment mentions, so that a deleted account is found in all of them. */
async function insertMentions(manager: EntityManager, { id, mentions }: Comment): Promise<void> {
  // A text may mention one account by two names.
  const mentioned = new Set(mentions.map(({ userId }) => userId));
  if (mentioned.size === 0) return;
  await manager.query('INSERT INTO mentions (comment_id, mentioned_id) VALUES ?', [
    [...mentioned].map((userId) => [id, userId]),
  ]);
}

async function deleteMentions(manager: EntityManager, commentId: string): Promise<void> {
  await manager.query('DELETE FROM mentions WHERE comment_id = ?', [commentId]);
}
