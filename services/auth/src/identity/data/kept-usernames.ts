import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** How many given-up names one account keeps from others at a time, so that nobody renames through all the good ones. */
const MAX_KEPT = 5;

/**
 * Keeps a name back that an account gives up. `ownerId` is who may have it back meanwhile; null for a deleted account,
 * whose name nobody may have. Only a digest of the name is kept: it is compared, and never shown.
 */
export async function keepUsername(
  manager: EntityManager,
  username: string,
  ownerId: string | null,
  days: number,
): Promise<void> {
  await manager.query(
    `INSERT INTO kept_usernames (name_hash, user_id, expires_at) VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? DAY)
     ON DUPLICATE KEY UPDATE user_id = VALUES(user_id), expires_at = VALUES(expires_at)`,
    [hashOf(username), ownerId, days],
  );
}

/** Those of the names that this person may not have, since somebody gave them up not long ago. '0' is who has no account yet. */
export async function keptBack(manager: EntityManager, usernames: string[], userId: string): Promise<Set<string>> {
  const rows: { name_hash: Buffer }[] = await manager.query(
    `SELECT name_hash FROM kept_usernames
     WHERE name_hash IN (?) AND expires_at > UTC_TIMESTAMP(3) AND (user_id IS NULL OR user_id <> ?)`,
    [usernames.map(hashOf), userId],
  );
  return new Set(usernames.filter((username) => rows.some((row) => row.name_hash.equals(hashOf(username)))));
}

/** Whether an account has given up as many names of late as it may. */
export async function keepsTooMany(manager: EntityManager, userId: string): Promise<boolean> {
  const [row] = await manager.query(
    'SELECT COUNT(*) AS kept FROM kept_usernames WHERE user_id = ? AND expires_at > UTC_TIMESTAMP(3)',
    [userId],
  );
  return Number(row.kept) >= MAX_KEPT;
}

/** Ends the keeping of a name, which somebody has now. */
export async function releaseUsername(manager: EntityManager, username: string): Promise<void> {
  await manager.query('DELETE FROM kept_usernames WHERE name_hash = ?', [hashOf(username)]);
}

/** Forgets whose the kept names of a deleted account were. */
export async function disownUsernames(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('UPDATE kept_usernames SET user_id = NULL WHERE user_id = ?', [userId]);
}

function hashOf(username: string): Buffer {
  return createHash('sha256').update(username).digest();
}
