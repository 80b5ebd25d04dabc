import type { Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';

/** How long an unused picture is kept: it may be in the middle of its upload, or on a page that a client still shows. */
const KEEP_UNUSED_HOURS = 1;

/** Notes a file before it is written, so that the picture cleaner finds it whatever happens. */
export async function addPicture(manager: EntityManager, userId: string, key: string): Promise<void> {
  await manager.query('INSERT INTO pictures (image_key, user_id, unused_since) VALUES (?, ?, UTC_TIMESTAMP(3))', [
    key,
    userId,
  ]);
}

/** Makes this the person's picture; with null, they have none. Returns false when the picture was purged meanwhile. */
export async function usePicture(tx: Transaction, userId: string, key: string | null): Promise<boolean> {
  await tx.manager.query(
    'UPDATE pictures SET unused_since = UTC_TIMESTAMP(3) WHERE user_id = ? AND unused_since IS NULL',
    [userId],
  );
  if (key === null) return true;
  const { affectedRows } = await tx.manager.query(
    'UPDATE pictures SET unused_since = NULL WHERE image_key = ? AND user_id = ?',
    [key, userId],
  );
  return affectedRows === 1;
}

export async function hasPicture(manager: EntityManager, userId: string, key: string): Promise<boolean> {
  const rows: unknown[] = await manager.query('SELECT 1 FROM pictures WHERE image_key = ? AND user_id = ?', [
    key,
    userId,
  ]);
  return rows.length > 0;
}

/** The key of the person's picture, if they have one. */
export async function currentPictures(manager: EntityManager, userId: string): Promise<string[]> {
  const rows: { image_key: string }[] = await manager.query(
    'SELECT image_key FROM pictures WHERE user_id = ? AND unused_since IS NULL',
    [userId],
  );
  return rows.map((row) => row.image_key);
}

/** The keys of pictures that are unused for `KEEP_UNUSED_HOURS`, the longest unused first. */
export async function unusedPictures(manager: EntityManager, limit: number): Promise<string[]> {
  const rows: { image_key: string }[] = await manager.query(
    `SELECT image_key FROM pictures WHERE unused_since < UTC_TIMESTAMP(3) - INTERVAL ? HOUR
     ORDER BY unused_since LIMIT ?`,
    [KEEP_UNUSED_HOURS, limit],
  );
  return rows.map((row) => row.image_key);
}

export async function picturesOf(manager: EntityManager, userId: string, limit: number): Promise<string[]> {
  const rows: { image_key: string }[] = await manager.query(
    'SELECT image_key FROM pictures WHERE user_id = ? LIMIT ?',
    [userId, limit],
  );
  return rows.map((row) => row.image_key);
}

/** Deletes the row of a picture whose files are deleted. */
export async function deletePicture(manager: EntityManager, key: string): Promise<void> {
  await manager.query('DELETE FROM pictures WHERE image_key = ?', [key]);
}
