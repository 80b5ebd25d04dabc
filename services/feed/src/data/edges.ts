import type { EntityManager } from 'typeorm';

/** One person follows another, or has ended it. */
export interface Edge {
  followerId: string;
  authorId: string;
  active: boolean;
  version: number;
  at: Date;
}

/** Stores the edge unless a later version is known; answers whether it did. Both accounts are locked by the caller. */
export async function saveEdge(manager: EntityManager, edge: Edge): Promise<boolean> {
  const [known] = await manager.query('SELECT version FROM follow_edges WHERE follower_id = ? AND author_id = ?', [
    edge.followerId,
    edge.authorId,
  ]);
  if (known && Number(known.version) >= edge.version) return false;
  await manager.query(
    `INSERT INTO follow_edges (follower_id, author_id, active, version, created_at, applied_at)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE active = VALUES(active), version = VALUES(version),
       created_at = VALUES(created_at), applied_at = VALUES(applied_at)`,
    [edge.followerId, edge.authorId, edge.active ? 1 : 0, edge.version, edge.at],
  );
  return true;
}

/** Stores the edge whatever is known of it; a later version stays the later one. It counts from now on. */
export async function setEdge(manager: EntityManager, edge: Edge): Promise<void> {
  await manager.query(
    `INSERT INTO follow_edges (follower_id, author_id, active, version, created_at, applied_at)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE active = VALUES(active), version = GREATEST(version, VALUES(version)),
       created_at = VALUES(created_at), applied_at = VALUES(applied_at)`,
    [edge.followerId, edge.authorId, edge.active ? 1 : 0, edge.version, edge.at],
  );
}

/** The follows by people whose ids are after one and up to another. */
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

/**
 * Has a follow that was kept out by a block count from now on; answers whether there is one. Posts that were announced
 * under the block, and come only now, are then added as to a new follower.
 */
export async function renewEdge(manager: EntityManager, followerId: string, authorId: string): Promise<boolean> {
  const [edge] = await manager.query('SELECT active FROM follow_edges WHERE follower_id = ? AND author_id = ?', [
    followerId,
    authorId,
  ]);
  if (!edge?.active) return false;
  await manager.query('UPDATE follow_edges SET applied_at = UTC_TIMESTAMP(3) WHERE follower_id = ? AND author_id = ?', [
    followerId,
    authorId,
  ]);
  return true;
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
