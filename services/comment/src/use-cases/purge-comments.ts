import type { Database, Transaction } from '@townsquare/kit';
import { In } from 'typeorm';
import { changeComment, findComment } from '../data/comments.js';
import { Comment } from '../data/entities.js';
import { deleteMentions, findMentioning } from '../data/mentions.js';
import { publishUpdated } from '../data/publish-updated.js';
import { lockThread, saveThread } from '../data/threads.js';
import { shrunk } from '../domain/thread.js';
import { publishDeleted, removeComment } from './remove-comment.js';

/** Removes up to `limit` comments of an account, one transaction a post; answers how many were found. */
export async function purgeUserComments(database: Database, userId: string, limit: number): Promise<number> {
  const found: { id: string; post_id: string }[] = await database.manager.query(
    'SELECT id, post_id FROM comments WHERE user_id = ? ORDER BY id LIMIT ?',
    [userId, limit],
  );
  for (const postId of new Set(found.map((row) => row.post_id))) {
    const ids = found.filter((row) => row.post_id === postId).map((row) => row.id);
    await database.transaction((tx) => removeOwn(tx, postId, ids, userId));
  }
  return found.length;
}

async function removeOwn(tx: Transaction, postId: string, ids: string[], userId: string): Promise<void> {
  let thread = await lockThread(tx.manager, postId);
  if (!thread) return;
  for (const id of ids) {
    // Read one at a time: removing a reply changes the comment that it answers.
    const comment = await tx.manager.findOneBy(Comment, { id, userId });
    if (comment) thread = await removeComment(tx, thread, comment);
  }
  await saveThread(tx.manager, thread);
}

/**
 * Takes an account out of up to `limit` comments that mention it; returns how many were found. Their texts stay as they were
 * written; what points from them to the account goes.
 */
export async function takeOutMentions(database: Database, mentionedId: string, limit: number): Promise<number> {
  const places = await findMentioning(database.manager, mentionedId, limit);
  for (const { commentId, postId } of places) {
    await database.transaction(async (tx) => {
      const thread = postId === null ? undefined : await lockThread(tx.manager, postId);
      const comment = await findComment(tx.manager, commentId);
      if (!thread || !comment) return deleteMentions(tx.manager, [commentId]);
      const mentions = comment.mentions.filter(({ userId }) => userId !== mentionedId);
      await publishUpdated(tx, thread, await changeComment(tx.manager, comment, { mentions }));
    });
  }
  return places.length;
}

/** Removes up to `limit` comments of a post that is gone, tombstones too; answers how many there were. */
export async function purgePostComments(database: Database, postId: string, limit: number): Promise<number> {
  return database.transaction(async (tx) => {
    let thread = await lockThread(tx.manager, postId);
    if (!thread) return 0;
    const comments = await tx.manager.find(Comment, { where: { postId }, take: limit });
    if (comments.length === 0) return 0;
    const ids = comments.map((comment) => comment.id);
    await deleteMentions(tx.manager, ids);
    await tx.manager.delete(Comment, { id: In(ids) });
    for (const comment of comments.filter(({ deletedAt }) => deletedAt === null)) {
      thread = shrunk(thread);
      publishDeleted(tx, thread, comment);
    }
    await saveThread(tx.manager, thread);
    return comments.length;
  });
}
