import type { EntityManager } from 'typeorm';

/** One account follows another, or has ended it. */
export interface Edge {
  followerId: string;
  authorId: string;
  active: boolean;
  version: number;
  at: Date;
}

/** Stores the edge unless a later version is known; returns whether it did. The caller has locked both accounts. */
export async function saveEdge(manager: EntityManager, edge: Edge): Promise<boolean> {
  const [known] = await manager.query('SELECT version FROM follow_edges WHERE follower_id = ? AND author_id = ?', [
    edge.followerId,
    edge.authorId,
  ]);
  if (known && Number(known.version) >= edge.version) return false;
  await setEdge(manager, edge);
  return true;
}

/** Stores the edge whatever is known of it; a later version stays the later one. The edge is applied from now on. */
export async function setEdge(manager: EntityManager, edge: Edge): Promise<void> {
  await manager.query(
    `INSERT INTO follow_edges (follower_id, author_id, active, version, created_at, applied_at)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE active = VALUES(active), version = GREATEST(version, VALUES(version)),
       created_at = VALUES(created_at), applied_at = VALUES(applied_at)`,
    [edge.followerId, edge.authorId, edge.active ? 1 : 0, edge.version, edge.at],
  );
}

/**
 * Applies a follow that a block suppressed, from now on; returns whether there is one. Posts that were announced under the
 * block, and arrive only now, are then added as for a new follower.
 */
export async function renewEdge(manager: EntityManager, followerId: string, authorId: string): Promise<boolean> {
  const { affectedRows } = await manager.query(
    'UPDATE follow_edges SET applied_at = UTC_TIMESTAMP(3) WHERE follower_id = ? AND author_id = ? AND active = 1',
    [followerId, authorId],
  );
  return affectedRows === 1;
}

/** Which of the authors the reader follows. */
export async function followedBy(
  manager: EntityManager,
  readerId: string,
  authorIds: Iterable<string>,
): Promise<Set<string>> {
  const ids = [...new Set(authorIds)];
  if (ids.length === 0) return new Set();
  const rows: { author_id: string }[] = await manager.query(
    'SELECT author_id FROM follow_edges WHERE follower_id = ? AND author_id IN (?) AND active = 1',
    [readerId, ids],
  );
  return new Set(rows.map((row) => row.author_id));
}

/** An author whom a reader follows, when feed applied the follow, and whether the author's posts are pulled. */
export interface FollowedAuthor {
  authorId: string;
  appliedAt: Date;
  pulled: boolean;
}

/** The authors whom a reader follows, without deleted accounts. */
export async function followedAuthors(manager: EntityManager, readerId: string): Promise<FollowedAuthor[]> {
  const rows: { author_id: string; applied_at: Date; pulled: number | null }[] = await manager.query(
    `SELECT f.author_id, f.applied_at, a.pulled FROM follow_edges f LEFT JOIN accounts a ON a.user_id = f.author_id
     WHERE f.follower_id = ? AND f.active = 1 AND COALESCE(a.deleted, 0) = 0`,
    [readerId],
  );
  return rows.map((row) => ({ authorId: row.author_id, appliedAt: row.applied_at, pulled: row.pulled === 1 }));
}

/** The followed authors whose posts are merged in when the timeline is read. */
export async function followedPulledAuthors(manager: EntityManager, readerId: string): Promise<string[]> {
  const rows: { user_id: string }[] = await manager.query(
    `SELECT a.user_id FROM accounts a JOIN follow_edges f ON f.author_id = a.user_id AND f.follower_id = ?
     WHERE a.pulled = 1 AND a.deleted = 0 AND f.active = 1`,
    [readerId],
  );
  return rows.map((row) => row.user_id);
}

/** The active follows of the followers whose ids are above `after` and not above `through`. */
export async function edgesBetween(
  manager: EntityManager,
  after: string,
  through: string,
): Promise<{ followerId: string; authorId: string }[]> {
  return manager.query(
    `SELECT follower_id AS followerId, author_id AS authorId FROM follow_edges
     WHERE follower_id > ? AND follower_id <= ? AND active = 1`,
    [after, through],
  );
}
