import type { Database, Transaction } from '@townsquare/kit';
import { changeComment, deleteSomeOfPost, findComment, findMentioning, findSomeByAuthor } from '../data/comments.js';
import { lockThread, saveThread } from '../data/threads.js';
import { without } from '../domain/thread.js';
import { publishDeleted, removeComment } from './remove-comment.js';
import { publishUpdated } from './write-comment.js';

/** Removes up to `limit` comments of an account, in one transaction a post; returns how many it found. */
export async function purgeUserComments(database: Database, userId: string, limit: number): Promise<number> {
  const found = await findSomeByAuthor(database.manager, userId, limit);
  for (const postId of new Set(found.map((comment) => comment.postId))) {
    const ids = found.filter((comment) => comment.postId === postId).map(({ id }) => id);
    await database.transaction((tx) => removeOwn(tx, postId, ids, userId));
  }
  return found.length;
}

async function removeOwn(tx: Transaction, postId: string, ids: string[], userId: string): Promise<void> {
  let thread = await lockThread(tx.manager, postId);
  if (!thread) return;
  for (const id of ids) {
    // Read one at a time: removing a reply changes its parent.
    const comment = await findComment(tx.manager, id);
    if (comment?.authorId === userId) thread = await removeComment(tx, thread, comment);
  }
  await saveThread(tx.manager, thread);
}

/**
 * Removes the mentions of an account from up to `limit` comments; returns how many it found. The texts stay as they are
 * written.
 */
export async function takeOutMentions(database: Database, mentionedId: string, limit: number): Promise<number> {
  const places = await findMentioning(database.manager, mentionedId, limit);
  for (const { commentId, postId } of places) {
    await database.transaction(async (tx) => {
      const thread = await lockThread(tx.manager, postId);
      const comment = await findComment(tx.manager, commentId);
      // A comment that is deleted by now has taken its mentions along.
      if (!thread || !comment) return;
      const mentions = comment.mentions.filter(({ userId }) => userId !== mentionedId);
      await publishUpdated(tx, thread, await changeComment(tx.manager, comment, { mentions }));
    });
  }
  return places.length;
}

/** Deletes up to `limit` comments of a deleted post, tombstones too; returns how many it deleted. */
export async function purgePostComments(database: Database, postId: string, limit: number): Promise<number> {
  return database.transaction(async (tx) => {
    let thread = await lockThread(tx.manager, postId);
    if (!thread) return 0;
    const comments = await deleteSomeOfPost(tx.manager, postId, limit);
    if (comments.length === 0) return 0;
    for (const comment of comments.filter(({ deletedAt }) => deletedAt === null)) {
      thread = without(thread, comment);
      publishDeleted(tx, thread, comment);
    }
    await saveThread(tx.manager, thread);
    return comments.length;
  });
}
