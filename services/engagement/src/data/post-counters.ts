import type { ReactionTotals } from '@townsquare/contracts';
import {
  type ReactionColumns,
  reactionColumns,
  SET_REACTIONS,
  toReactionTotals,
  valuesOfReactions,
} from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { type Change, type PostState, unknownPost } from '../domain/post-state.js';
import { difference, type UserDelta } from '../domain/user-counts.js';

interface Row extends ReactionColumns {
  post_id: string;
  author_id: string;
  is_private: number;
  created_at: Date | null;
  post_version: string;
  reaction_version: string;
  comment_count: number;
  thread_version: string;
  deleted: number;
}

/** A post before and after an event, and what that does to its author's counts. */
export interface PostChange {
  before: PostState;
  after: PostState;
  authorDelta: UserDelta;
}

export interface PostCounts {
  totals: ReactionTotals;
  commentCount: number;
}

const COLUMNS = `post_id, author_id, is_private, created_at, post_version, ${reactionColumns()},
  reaction_version, comment_count, thread_version, deleted`;

/** Changes a post's row, which is made if it is not there and locked: events of one post go one after another. */
export async function changePost(
  manager: EntityManager,
  postId: string,
  authorId: string,
  change: Change,
): Promise<PostChange> {
  const before = (await lockKnownPost(manager, postId)) ?? (await make(manager, postId, authorId));
  const after = change(before);
  if (after !== before) await save(manager, postId, after);
  return { before, after, authorDelta: difference(before, after) };
}

/** What is counted of a post, locked until the transaction ends; undefined when nothing was heard of it. */
export async function lockKnownPost(manager: EntityManager, postId: string): Promise<PostState | undefined> {
  const [row]: Row[] = await manager.query(`SELECT ${COLUMNS} FROM post_counters WHERE post_id = ? FOR UPDATE`, [
    postId,
  ]);
  return row && toState(row);
}

/** Two may do this at once: both get the row, one after the other. */
async function make(manager: EntityManager, postId: string, authorId: string): Promise<PostState> {
  // Not INSERT IGNORE, whose shared lock on a row that is there by now ends in a deadlock.
  await manager.query(
    'INSERT INTO post_counters (post_id, author_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE author_id = author_id',
    [postId, authorId],
  );
  return (await lockKnownPost(manager, postId)) ?? unknownPost(authorId);
}

async function save(manager: EntityManager, postId: string, state: PostState): Promise<void> {
  await manager.query(
    `UPDATE post_counters SET is_private = ?, created_at = ?, post_version = ?, ${SET_REACTIONS},
       reaction_version = ?, comment_count = ?, thread_version = ?,
       deleted = ?
     WHERE post_id = ?`,
    [
      state.isPrivate ? 1 : 0,
      state.createdAt,
      state.postVersion,
      ...valuesOfReactions(state.totals),
      state.reactionVersion,
      state.commentCount,
      state.threadVersion,
      state.deleted ? 1 : 0,
      postId,
    ],
  );
}

/** The counts of these posts, by id; a post of which nothing has been counted is left out. */
export async function readPostCounts(manager: EntityManager, ids: string[]): Promise<Map<string, PostCounts>> {
  if (ids.length === 0) return new Map();
  const rows: Row[] = await manager.query(`SELECT ${COLUMNS} FROM post_counters WHERE post_id IN (?)`, [ids]);
  return new Map(rows.map((row) => [row.post_id, toState(row)]));
}

/** What is counted of the posts whose ids are after one and up to another. */
export async function statesBetween(
  manager: EntityManager,
  after: string,
  through: string,
): Promise<Map<string, PostState>> {
  const rows: Row[] = await manager.query(`SELECT ${COLUMNS} FROM post_counters WHERE post_id > ? AND post_id <= ?`, [
    after,
    through,
  ]);
  return new Map(rows.map((row) => [row.post_id, toState(row)]));
}

function toState(row: Row): PostState {
  return {
    authorId: row.author_id,
    isPrivate: row.is_private === 1,
    createdAt: row.created_at,
    postVersion: Number(row.post_version),
    totals: toReactionTotals(row),
    reactionVersion: Number(row.reaction_version),
    commentCount: row.comment_count,
    threadVersion: Number(row.thread_version),
    deleted: row.deleted === 1,
  };
}
