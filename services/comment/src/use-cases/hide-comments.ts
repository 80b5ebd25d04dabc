import type { Database, Transaction } from '@townsquare/kit';
import { lockHidden, type VisitNext } from '@townsquare/projections';
import { changeComment, findComment, findSomeByAuthor } from '../data/comments.js';
import { lockThread, saveThread } from '../data/threads.js';
import { grown, shrunk } from '../domain/thread.js';
import { publishUpdated } from './write-comment.js';

const BATCH = 50;

/**
 * Hides the comments of an account that is hidden, or shows them again, in one transaction a comment: it leaves the total of
 * its thread or is added to it, and an event publishes the new total.
 */
export function hideComments(database: Database): VisitNext {
  return async (userId, after) => {
    const found = await findSomeByAuthor(database.manager, userId, BATCH, after);
    for (const { id, postId } of found) await markComment(database, { id, postId }, userId);
    return found.at(-1)?.id;
  };
}

/** The same for one comment, by its id. */
export async function markCommentById(database: Database, id: string): Promise<void> {
  const comment = await findComment(database.manager, id);
  if (comment && comment.authorId !== null) await markComment(database, comment, comment.authorId);
}

function markComment(database: Database, at: { id: string; postId: string }, authorId: string): Promise<void> {
  return database.transaction(async (tx) => hideComment(tx, at, await lockHidden(tx, authorId)));
}

async function hideComment(tx: Transaction, at: { id: string; postId: string }, hidden: boolean): Promise<void> {
  const thread = await lockThread(tx.manager, at.postId);
  const comment = await findComment(tx.manager, at.id);
  // The comments of a deleted post are being purged.
  if (!thread || thread.closed || !comment || comment.deletedAt !== null || comment.hidden === hidden) return;
  const after = hidden ? shrunk(thread) : grown(thread);
  await saveThread(tx.manager, after);
  await publishUpdated(tx, after, await changeComment(tx.manager, comment, { hidden }), { totalOnly: true });
}
