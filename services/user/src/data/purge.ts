import type { Database } from '@townsquare/kit';
import { endFollowOrRequest } from './edges.js';
import { unfollow } from './graph.js';
import { OwnGraph } from './own-graph.js';

/** What leads from one person to another, and is told when it ends. */
const EDGES = {
  follows: { owner: 'follower_id', person: 'following_id' },
  follow_requests: { owner: 'requester_id', person: 'target_id' },
} as const;
type Edges = keyof typeof EDGES;

/** Ends up to `limit` follows or requests by somebody who is gone; answers how many. */
export async function purgeOwnEdges(database: Database, table: Edges, userId: string, limit: number): Promise<number> {
  const { owner, person } = EDGES[table];
  return database.transaction(async (tx) => {
    const graph = await OwnGraph.take(tx, userId);
    if (!graph) return 0;
    const rows: { id: string }[] = await tx.manager.query(
      `SELECT ${person} AS id FROM ${table} WHERE ${owner} = ? LIMIT ?`,
      [userId, limit],
    );
    for (const row of rows) await endFollowOrRequest(tx, graph, row.id);
    await graph.keep();
    return rows.length;
  });
}

/** Ends up to `limit` follows of somebody who is gone, or requests to, each in a transaction of its owner. */
export async function purgeEdgesTo(database: Database, table: Edges, userId: string, limit: number): Promise<number> {
  const { owner, person } = EDGES[table];
  let ended = 0;
  for (const ownerId of await idsWhere(database, table, owner, person, userId, limit)) {
    if (await database.transaction((tx) => unfollow(tx, ownerId, userId))) ended += 1;
  }
  return ended;
}

/** Removes up to `limit` of the blocks and mutes by and of somebody who is gone. Nobody is told: the account's end says it. */
export async function purgeBlocksAndMutes(database: Database, userId: string, limit: number): Promise<number> {
  let removed = 0;
  for (const [table, owner, person] of [
    ['blocks', 'blocker_id', 'blocked_id'],
    ['mutes', 'muter_id', 'muted_id'],
  ] as const) {
    const { affectedRows } = await database.manager.query(`DELETE FROM ${table} WHERE ${owner} = ? LIMIT ?`, [
      userId,
      limit,
    ]);
    removed += affectedRows;
    for (const ownerId of await idsWhere(database, table, owner, person, userId, limit)) {
      await database.manager.query(`DELETE FROM ${table} WHERE ${owner} = ? AND ${person} = ?`, [ownerId, userId]);
      removed += 1;
    }
  }
  return removed;
}

/** Removes up to `limit` of the words that somebody who is gone had muted. */
export async function purgeMutedWords(database: Database, userId: string, limit: number): Promise<number> {
  const result = await database.manager.query('DELETE FROM muted_words WHERE user_id = ? LIMIT ?', [userId, limit]);
  return result.affectedRows;
}

/** Ends the announcements of posts whose author is gone. */
export async function purgeAnnouncements(database: Database, userId: string, limit: number): Promise<number> {
  const result = await database.manager.query('DELETE FROM announcements WHERE author_id = ? LIMIT ?', [userId, limit]);
  return result.affectedRows;
}

/**
 * The owners of rows that point to somebody. It is a locking read: it waits for rows that are being written and not
 * committed yet, so none of those slips through.
 */
async function idsWhere(
  database: Database,
  table: string,
  owner: string,
  person: string,
  userId: string,
  limit: number,
): Promise<string[]> {
  return database.transaction(async ({ manager }) => {
    const rows: { id: string }[] = await manager.query(
      `SELECT ${owner} AS id FROM ${table} WHERE ${person} = ? LIMIT ? FOR UPDATE`,
      [userId, limit],
    );
    return rows.map((row) => row.id);
  });
}
