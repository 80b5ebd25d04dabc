import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** How many given-up names are kept for one account at a time, so that no account reserves many names by renaming. */
const MAX_KEPT = 5;

/**
 * Keeps a name that an account gives up. Only the account `ownerId` can take it back meanwhile. It is null for a deleted
 * account: no account can take that name. Only a digest of the name is stored, which is enough for comparison.
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

/** Returns those of the names that are kept for other accounts than this one; '0' stands for a new account. */
export async function keptBack(manager: EntityManager, usernames: string[], userId: string): Promise<Set<string>> {
  const rows: { name_hash: Buffer }[] = await manager.query(
    `SELECT name_hash FROM kept_usernames
     WHERE name_hash IN (?) AND expires_at > UTC_TIMESTAMP(3) AND (user_id IS NULL OR user_id <> ?)`,
    [usernames.map(hashOf), userId],
  );
  return new Set(usernames.filter((username) => rows.some((row) => row.name_hash.equals(hashOf(username)))));
}

/** Whether an account has as many kept names as it may have. */
export async function keepsTooMany(manager: EntityManager, userId: string): Promise<boolean> {
  const [row] = await manager.query(
    'SELECT COUNT(*) AS kept FROM kept_usernames WHERE user_id = ? AND expires_at > UTC_TIMESTAMP(3)',
    [userId],
  );
  return Number(row.kept) >= MAX_KEPT;
}

/** Stops keeping a name that an account has taken. */
export async function releaseUsername(manager: EntityManager, username: string): Promise<void> {
  await manager.query('DELETE FROM kept_usernames WHERE name_hash = ?', [hashOf(username)]);
}

/** Deletes the link from kept names to a deleted account. */
export async function disownUsernames(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('UPDATE kept_usernames SET user_id = NULL WHERE user_id = ?', [userId]);
}

function hashOf(username: string): Buffer {
  return createHash('sha256').update(username).digest();
}
