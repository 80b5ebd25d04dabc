import { type Database, END } from '@townsquare/kit';
import { compare, type RecountPart, recountHidden } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { findComment } from '../data/comments.js';
import {
  type Count,
  type CountRange,
  countThreads,
  hiddenMarks,
  recountRepliesTo,
  replyCounts,
  threadCounts,
} from '../data/counts.js';
import { lockThread, saveThread } from '../data/threads.js';
import { markCommentById } from '../use-cases/hide-comments.js';

const BATCH = 500;

/** Compares the mark of each comment with the status of its author. */
export function recountHiddenComments(database: Database): RecountPart {
  return recountHidden(
    'comment',
    (range) => hiddenMarks(database.manager, range),
    (id) => markCommentById(database, id),
  );
}

/** Compares the comment count of each thread with the comments. */
export function recountThreads(database: Database): RecountPart {
  return countingPart('threads', 'comments under post', database, threadCounts, repairThread);
}

/** Compares the reply count of each comment with the replies, tombstones included. */
export function recountReplies(database: Database): RecountPart {
  return countingPart('replies', 'replies to comment', database, replyCounts, repairReplies);
}

function countingPart(
  name: string,
  what: string,
  database: Database,
  read: (manager: EntityManager, range: CountRange) => Promise<Count[]>,
  repair: (database: Database, id: string) => Promise<void>,
): RecountPart {
  return {
    name,
    async check({ after, through }) {
      const rows = await read(database.manager, [after, through ?? END, BATCH]);
      const next = through === undefined && rows.length === BATCH ? rows.at(-1)!.id : null;
      const kept = new Map(rows.map((row) => [row.id, String(row.kept)]));
      const counted = new Map(rows.map((row) => [row.id, String(row.counted)]));
      return { checked: rows.length, found: compare(what, counted, kept, (id) => repair(database, id)), next };
    },
  };
}

/** Counts under the lock that every change of the thread takes. */
function repairThread(database: Database, postId: string): Promise<void> {
  return database.transaction(async ({ manager }) => {
    const thread = await lockThread(manager, postId);
    const [counted] = await countThreads(manager, [postId]);
    if (!thread || !counted) return;
    await saveThread(manager, { ...thread, commentCount: counted.commentCount, version: thread.version + 1 });
  });
}

function repairReplies(database: Database, commentId: string): Promise<void> {
  return database.transaction(async ({ manager }) => {
    const comment = await findComment(manager, commentId);
    if (!comment) return;
    await lockThread(manager, comment.postId);
    await recountRepliesTo(manager, comment.postId, commentId);
  });
}
