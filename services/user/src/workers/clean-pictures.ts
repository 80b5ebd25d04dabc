import type { ImageStore } from '@townsquare/images';
import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { deletePicture, unusedPictures } from '../data/pictures.js';

const PAUSE_MS = 60_000;
const BATCH = 50;

/** Deletes the files of pictures that were replaced or never used. */
export function createPictureCleaner(database: Database, images: ImageStore, logger: Logger): LoopWorker {
  return new LoopWorker('picture cleaner', PAUSE_MS, () => cleanPictures(database, images), logger);
}

/** Deletes one batch; true when there may be more. The files go before the row, so that no file is lost track of. */
export async function cleanPictures(database: Database, images: ImageStore): Promise<boolean> {
  const keys = await unusedPictures(database.manager, BATCH);
  for (const key of keys) await removePicture(database, images, key);
  return keys.length === BATCH;
}

/** Deletes a picture's files, then its row. */
export async function removePicture(database: Database, images: ImageStore, key: string): Promise<void> {
  await images.remove(key);
  await deletePicture(database.manager, key);
}
