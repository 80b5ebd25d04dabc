import { newImageKey } from '@townsquare/images';
import type { Database } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { Media } from './media.js';
import { lockFreeMedia, removeMedia } from './media-changes.js';

/**
 * Claims files whose removal is due, the longest due first, and answers their keys. A claim holds for `leaseSeconds`;
 * what is not removed by then is due again.
 */
export async function claimRemovals(manager: EntityManager, limit: number, leaseSeconds: number): Promise<string[]> {
  const claim = newImageKey();
  await manager.query(
    `UPDATE media_removals SET claimed_by = ?, due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE due_at <= UTC_TIMESTAMP(3) ORDER BY due_at LIMIT ?`,
    [claim, leaseSeconds, limit],
  );
  const rows: { storage_key: string }[] = await manager.query(
    'SELECT storage_key FROM media_removals WHERE claimed_by = ?',
    [claim],
  );
  return rows.map((row) => row.storage_key);
}

/** Deletes up to `limit` images that were uploaded `hours` ago and that no post has taken; answers how many there were. */
export async function removeStaleMedia(database: Database, hours: number, limit: number): Promise<number> {
  const stale = await database.manager
    .createQueryBuilder(Media, 'media')
    .where('media.postId IS NULL AND media.createdAt < UTC_TIMESTAMP(3) - INTERVAL :hours HOUR', { hours })
    .orderBy('media.createdAt')
    .limit(limit)
    .getMany();
  for (const { id, userId } of stale) {
    await database.transaction(async ({ manager }) => {
      // A post may have taken it in the meantime.
      const media = await lockFreeMedia(manager, userId, id);
      if (media) await removeMedia(manager, [media]);
    });
  }
  return stale.length;
}
