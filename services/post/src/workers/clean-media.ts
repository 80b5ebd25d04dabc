import type { ImageStore } from '@townsquare/images';
import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { claimRemovals, deleteMedia, findStaleMedia, forgetRemoval, lockFreeMedia } from '../data/media.js';

const PAUSE_MS = 30_000;
const BATCH = 50;
const LEASE_SECONDS = 60;
const STALE_HOURS = 24;

/**
 * Deletes the files of deleted images, and images that no post has a day after their upload. When a file cannot be deleted,
 * the worker tries again after a minute, without a limit.
 */
export function createMediaCleaner(database: Database, images: ImageStore, logger: Logger): LoopWorker {
  const step = async () => {
    const stale = await deleteStaleMedia(database);
    const keys = await claimRemovals(database, BATCH, LEASE_SECONDS);
    for (const key of keys) await removeFile(database, images, logger, key);
    return stale === BATCH || keys.length === BATCH;
  };
  return new LoopWorker('media cleaner', PAUSE_MS, step, logger);
}

/** Deletes one batch and returns its size. Each image is deleted in a transaction of its owner. */
async function deleteStaleMedia(database: Database): Promise<number> {
  const stale = await findStaleMedia(database.manager, STALE_HOURS, BATCH);
  for (const { id, userId } of stale) {
    await database.transaction(async ({ manager }) => {
      // A post may have it by now.
      const media = await lockFreeMedia(manager, userId, id);
      if (media) await deleteMedia(manager, [media]);
    });
  }
  return stale.length;
}

async function removeFile(database: Database, images: ImageStore, logger: Logger, key: string): Promise<void> {
  try {
    await images.remove(key);
    await forgetRemoval(database.manager, key);
  } catch (error) {
    logger.warn({ err: error, key }, 'the files of an image could not be deleted; trying again in a minute');
  }
}
