import { type Database, END } from '@townsquare/kit';
import { compare, type RecountPart } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { countThreads } from '../data/counts.js';
import { lockThread, saveThread } from '../data/threads.js';

const BATCH = 500;

/** A number as it is kept with a row, and as it is counted. */
interface Count {
  id: string;
  kept: number;
  counted: number;
}

/** A page of counts; `values` are where it begins, where it ends, and how long it is. */
type Read = (manager: EntityManager, values: [after: string, through: string, limit: number]) => Promise<Count[]>;

/** How many comments each thread says that it has, held against the comments. */
export function recountThreads(database: Database): RecountPart {
  const read: Read = (manager, values) =>
    manager.query(
      `SELECT t.post_id AS id, t.comment_count AS kept, COUNT(c.id) AS counted
       FROM threads t LEFT JOIN comments c ON c.post_id = t.post_id AND c.deleted_at IS NULL
       WHERE t.post_id > ? AND t.post_id <= ? AND t.closed = 0
       GROUP BY t.post_id, t.comment_count ORDER BY t.post_id LIMIT ?`,
      values,
    );
  return countingPart('threads', 'comments under post', database, read, (postId) => repairThread(database, postId));
}

/** How many replies each comment says that it has, tombstones among them, held against the replies. */
export function recountReplies(database: Database): RecountPart {
  const read: Read = (manager, values) =>
    manager.query(
      `SELECT c.id, c.reply_count AS kept, COUNT(r.id) AS counted
       FROM comments c LEFT JOIN comments r ON r.post_id = c.post_id AND r.parent_comment_id = c.id
       WHERE c.id > ? AND c.id <= ? GROUP BY c.id, c.reply_count ORDER BY c.id LIMIT ?`,
      values,
    );
  return countingPart('replies', 'replies to comment', database, read, (id) => repairReplies(database, id));
}

function countingPart(
  name: string,
  what: string,
  database: Database,
  read: Read,
  repair: (id: string) => Promise<void>,
): RecountPart {
  return {
    name,
    async check({ after, through }) {
      const rows = await read(database.manager, [after, through ?? END, BATCH]);
      const next = through === undefined && rows.length === BATCH ? rows.at(-1)!.id : null;
      const kept = new Map(rows.map((row) => [row.id, String(row.kept)]));
      const counted = new Map(rows.map((row) => [row.id, String(row.counted)]));
      return { checked: rows.length, found: compare(what, counted, kept, repair), next };
    },
  };
}

/** Counts under the lock that every change of the thread waits for. */
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
    const [comment] = await manager.query('SELECT post_id FROM comments WHERE id = ?', [commentId]);
    if (!comment) return;
    await lockThread(manager, comment.post_id);
    const [replies] = await manager.query(
      'SELECT COUNT(*) AS counted FROM comments WHERE post_id = ? AND parent_comment_id = ?',
      [comment.post_id, commentId],
    );
    await manager.query('UPDATE comments SET reply_count = ? WHERE id = ?', [replies.counted, commentId]);
  });
}
