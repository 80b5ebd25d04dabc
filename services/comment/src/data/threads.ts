import type { EntityManager } from 'typeorm';
import type { Thread } from '../domain/thread.js';

interface Row {
  post_id: string;
  post_author_id: string;
  comment_count: number;
  version: string;
  closed: number;
}

/** Locks a post's thread until the transaction ends; returns undefined when the post never had a comment. */
export async function lockThread(manager: EntityManager, postId: string): Promise<Thread | undefined> {
  const [row]: Row[] = await manager.query(
    'SELECT post_id, post_author_id, comment_count, version, closed FROM threads WHERE post_id = ? FOR UPDATE',
    [postId],
  );
  return row && toThread(row);
}

/** Locks a post's thread; creates it when there is none. */
export async function openThread(manager: EntityManager, postId: string, postAuthorId: string): Promise<Thread> {
  const known = await lockThread(manager, postId);
  if (known) return known;
  await upsert(manager, postId, postAuthorId, false);
  return (await lockThread(manager, postId))!;
}

/** Marks the thread of a deleted post. The mark stays, so that a comment being written finds it. */
export async function closeThread(manager: EntityManager, postId: string, postAuthorId: string): Promise<void> {
  await upsert(manager, postId, postAuthorId, true);
}

export async function saveThread(manager: EntityManager, thread: Thread): Promise<void> {
  await manager.query('UPDATE threads SET comment_count = ?, version = ? WHERE post_id = ?', [
    thread.commentCount,
    thread.version,
    thread.postId,
  ]);
}

async function upsert(manager: EntityManager, postId: string, postAuthorId: string, closed: boolean): Promise<void> {
  await manager.query(
    `INSERT INTO threads (post_id, post_author_id, comment_count, version, closed) VALUES (?, ?, 0, 0, ?)
     ON DUPLICATE KEY UPDATE closed = GREATEST(closed, VALUES(closed))`,
    [postId, postAuthorId, closed ? 1 : 0],
  );
}

function toThread(row: Row): Thread {
  return {
    postId: row.post_id,
    postAuthorId: row.post_author_id,
    commentCount: row.comment_count,
    version: Number(row.version),
    closed: row.closed === 1,
  };
}
