import type { EntityManager } from 'typeorm';
import type { TargetType } from '../domain/kinds.js';

/** An account follows a user, has asked to (a `request`), or has a reaction to a post or comment. */
export interface RelationKey {
  actorId: string;
  targetType: TargetType | 'request';
  targetId: string;
}

/** Sets a relation by an event of this version; false if that version or a later one was received before. */
export async function takeRelation(
  manager: EntityManager,
  { actorId, targetType, targetId }: RelationKey,
  active: boolean,
  version: number,
): Promise<boolean> {
  const key = [actorId, targetType, targetId];
  const lock = () =>
    manager.query(
      'SELECT version FROM relations WHERE actor_id = ? AND target_type = ? AND target_id = ? FOR UPDATE',
      key,
    );
  let [known] = await lock();
  if (!known) {
    // Creates the row whose lock serializes the events about one relation.
    await manager.query(
      `INSERT INTO relations (actor_id, target_type, target_id, active, version) VALUES (?, ?, ?, 0, 0)
       ON DUPLICATE KEY UPDATE version = version`,
      key,
    );
    [known] = await lock();
  }
  if (Number(known.version) >= version) return false;
  await manager.query(
    'UPDATE relations SET active = ?, version = ? WHERE actor_id = ? AND target_type = ? AND target_id = ?',
    [active ? 1 : 0, version, ...key],
  );
  return true;
}

/** Whether each of these accounts follows the author, or did; those of which no event said so are left out. */
export async function followsOf(
  manager: EntityManager,
  followerIds: string[],
  followingIds: string[],
): Promise<{ followerId: string; followingId: string; active: boolean }[]> {
  const rows: { actor_id: string; target_id: string; active: number }[] = await manager.query(
    `SELECT actor_id, target_id, active FROM relations
     WHERE actor_id IN (?) AND target_type = 'user' AND target_id IN (?)`,
    [followerIds, followingIds],
  );
  return rows.map((row) => ({
    followerId: row.actor_id,
    followingId: row.target_id,
    active: row.active === 1,
  }));
}

/**
 * The accounts that are known to have ceased to follow an author. Locks the rows: a follow that ends at the same time has
 * either ended before, or its event finds the rows that this transaction writes.
 */
export async function formerFollowers(
  manager: EntityManager,
  authorId: string,
  userIds: string[],
): Promise<Set<string>> {
  const rows: { actor_id: string; active: number }[] = await manager.query(
    `SELECT actor_id, active FROM relations
     WHERE actor_id IN (?) AND target_type = 'user' AND target_id = ? ORDER BY actor_id FOR UPDATE`,
    [userIds, authorId],
  );
  return new Set(rows.filter(({ active }) => active === 0).map((row) => row.actor_id));
}

/** The follows of the followers whose ids are above one and not above the other. */
export async function followsBetween(
  manager: EntityManager,
  after: string,
  through: string,
): Promise<{ followerId: string; followingId: string }[]> {
  return manager.query(
    `SELECT actor_id AS followerId, target_id AS followingId FROM relations
     WHERE actor_id > ? AND actor_id <= ? AND target_type = 'user' AND active = 1`,
    [after, through],
  );
}

/** Sets a relation whatever its version; the later version is kept. */
export async function setRelation(
  manager: EntityManager,
  { actorId, targetType, targetId }: RelationKey,
  active: boolean,
  version: number,
): Promise<void> {
  await manager.query(
    `INSERT INTO relations (actor_id, target_type, target_id, active, version) VALUES (?, ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE active = VALUES(active), version = GREATEST(version, VALUES(version))`,
    [actorId, targetType, targetId, active ? 1 : 0, version],
  );
}

/** Which of these accounts are deleted. */
export async function goneAccounts(manager: EntityManager, userIds: string[]): Promise<Set<string>> {
  const rows: { user_id: string }[] = await manager.query(
    'SELECT user_id FROM known_people WHERE user_id IN (?) AND deleted = 1',
    [userIds],
  );
  return new Set(rows.map((row) => row.user_id));
}
