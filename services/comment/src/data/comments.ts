import type { Position } from '@townsquare/kit';
import { type EntityManager, In, IsNull, LessThan } from 'typeorm';
import { Comment } from './comment-entity.js';
import { deleteMentions, insertMentions } from './mentions.js';

/** What a new comment is made of. */
export type NewComment = Pick<Comment, 'postId' | 'userId' | 'parentCommentId' | 'content' | 'mentions'>;

export function findComment(manager: EntityManager, id: string): Promise<Comment | null> {
  return manager.findOneBy(Comment, { id });
}

/** A comment that is not deleted has an author. */
type LiveComment = Comment & { userId: string };

/** Those of the comments that exist and are not deleted. */
export function findLiveComments(manager: EntityManager, ids: string[]): Promise<LiveComment[]> {
  return manager.findBy(Comment, { id: In(ids), deletedAt: IsNull() }) as Promise<LiveComment[]>;
}

/** The direct replies to a comment, or what stands directly under the post, oldest first. */
export function readThread(
  manager: EntityManager,
  where: { postId: string; parentCommentId: string | null },
  after: Position | undefined,
  limit: number,
): Promise<Comment[]> {
  const query = manager
    .createQueryBuilder(Comment, 'comment')
    .where('comment.postId = :postId', { postId: where.postId })
    .orderBy('comment.createdAt')
    .addOrderBy('comment.id')
    .limit(limit);
  if (where.parentCommentId === null) query.andWhere('comment.parentCommentId IS NULL');
  else query.andWhere('comment.parentCommentId = :parentCommentId', { parentCommentId: where.parentCommentId });
  if (after) {
    // The first condition lets the index find the start; the second says what of that moment was shown already.
    query
      .andWhere('comment.createdAt >= :at', { at: after.createdAt })
      .andWhere('(comment.createdAt > :at OR comment.id > :id)', { id: after.id });
  }
  return query.getMany();
}

/** What a person wrote, the latest first, after a position: in the order of the ids alone, which has an index. */
export function listWritten(
  manager: EntityManager,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<Comment[]> {
  return manager.find(Comment, {
    where: after ? { userId, id: LessThan(after.id) } : { userId },
    order: { id: 'DESC' },
    take: limit,
  });
}

/**
 * Writes a comment and counts it with its parent. The thread is locked, so that the moments of a thread's comments are
 * in the order in which they can be seen.
 */
export async function insertComment(manager: EntityManager, given: NewComment): Promise<Comment> {
  const now = new Date();
  const comment = manager.create(Comment, {
    ...given,
    replyCount: 0,
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  });
  const result = await manager.insert(Comment, comment);
  comment.id = String(result.identifiers[0]!.id);
  await insertMentions(manager, comment);
  if (given.parentCommentId !== null) await countReply(manager, given.parentCommentId, 1);
  return comment;
}

/** Writes a change under the next version; returns the comment as it is then. */
export async function changeComment(
  manager: EntityManager,
  comment: Comment,
  change: Partial<Pick<Comment, 'content' | 'mentions' | 'updatedAt'>>,
): Promise<Comment> {
  const changes = { ...change, version: comment.version + 1 };
  await manager.update(Comment, { id: comment.id }, changes);
  const changed = manager.create(Comment, { ...comment, ...changes });
  await deleteMentions(manager, [comment.id]);
  await insertMentions(manager, changed);
  return changed;
}

/** Leaves only the place of a comment: who wrote it, and what, is gone. */
export async function leaveTombstone(manager: EntityManager, comment: Comment): Promise<void> {
  const now = new Date();
  await deleteMentions(manager, [comment.id]);
  const change = {
    content: '',
    mentions: [],
    userId: null,
    deletedAt: now,
    updatedAt: now,
    version: comment.version + 1,
  };
  await manager.update(Comment, { id: comment.id }, change);
}

/** Removes a comment without replies, and with it every tombstone above that has no other reply. */
export async function deleteUpwards(manager: EntityManager, comment: Comment): Promise<void> {
  await deleteMentions(manager, [comment.id]);
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
