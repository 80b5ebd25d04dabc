import type { ImageStore } from '@townsquare/images';
import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { forgetRemoval } from '../data/media-changes.js';
import { claimRemovals, removeStaleMedia } from '../data/media-cleaning.js';

const PAUSE_MS = 30_000;
const BATCH = 50;
const LEASE_SECONDS = 60;
const STALE_HOURS = 24;

/**
 * Removes files whose rows are gone, and images that no post took within a day. A file that cannot be removed is tried
 * again after a minute, however often that takes.
 */
export function createMediaCleaner(database: Database, images: ImageStore, logger: Logger): LoopWorker {
  const step = async () => {
    const stale = await removeStaleMedia(database, STALE_HOURS, BATCH);
    const keys = await claimRemovals(database.manager, BATCH, LEASE_SECONDS);
    for (const key of keys) await removeFile(database, images, logger, key);
    return stale === BATCH || keys.length === BATCH;
  };
  return new LoopWorker('media cleaner', PAUSE_MS, step, logger);
}

async function removeFile(database: Database, images: ImageStore, logger: Logger, key: string): Promise<void> {
  try {
    await images.remove(key);
    await forgetRemoval(database.manager, key);
  } catch (error) {
    logger.warn({ err: error, key }, 'an image could not be removed; trying again in a minute');
  }
}
