import type { Database } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';

/** Relations whose end is published. */
const EDGES = {
  follows: { owner: 'follower_id', person: 'following_id' },
  follow_requests: { owner: 'requester_id', person: 'target_id' },
} as const;
export type Edges = keyof typeof EDGES;

/** Whom a person follows, or asks to follow: up to `limit`. */
export async function findEdgesOf(
  manager: EntityManager,
  table: Edges,
  userId: string,
  limit: number,
): Promise<string[]> {
  const { owner, person } = EDGES[table];
  const rows: { id: string }[] = await manager.query(
    `SELECT ${person} AS id FROM ${table} WHERE ${owner} = ? LIMIT ?`,
    [userId, limit],
  );
  return rows.map((row) => row.id);
}

/** Who follows a person, or asks to: up to `limit`. */
export function findEdgesTo(database: Database, table: Edges, userId: string, limit: number): Promise<string[]> {
  const { owner, person } = EDGES[table];
  return idsWhere(database, table, owner, person, userId, limit);
}

/**
 * Deletes up to `limit` of the blocks, mutes and dismissed suggestions by and of a deleted account; returns how many. No event
 * is published: consumers delete blocks and mutes with the account, and have no dismissed suggestions.
 */
export async function deleteQuietRelations(database: Database, userId: string, limit: number): Promise<number> {
  let removed = 0;
  for (const [table, owner, person] of [
    ['blocks', 'blocker_id', 'blocked_id'],
    ['mutes', 'muter_id', 'muted_id'],
    ['dismissed_suggestions', 'user_id', 'dismissed_id'],
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

/** Deletes up to `limit` of the muted words of a deleted account; returns how many. */
export async function deleteMutedWords(database: Database, userId: string, limit: number): Promise<number> {
  const result = await database.manager.query('DELETE FROM muted_words WHERE user_id = ? LIMIT ?', [userId, limit]);
  return result.affectedRows;
}

/** Deletes up to `limit` announcements of posts of a deleted account; returns how many. */
export async function deleteAnnouncements(database: Database, userId: string, limit: number): Promise<number> {
  const result = await database.manager.query('DELETE FROM announcements WHERE author_id = ? LIMIT ?', [userId, limit]);
  return result.affectedRows;
}

/**
 * The owners of rows that point to a person. This is a locking read: it waits for rows that are not committed yet, so that it
 * misses none.
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
