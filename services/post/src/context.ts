import type { ImageStore } from '@townsquare/images';
import type { Database, LoopWorker, PurgeWorker } from '@townsquare/kit';
import type { Blocks, People, Visibility } from '@townsquare/projections';

/** What routes and subscriptions work with. */
export interface Context {
  database: Database;
  people: People;
  blocks: Blocks;
  visibility: Visibility;
  images: ImageStore;
  /** Removes files that nothing refers to any more. */
  mediaCleaner: Pick<LoopWorker, 'wake'>;
  /** Deletes what is left of deleted accounts. */
  purger: Pick<PurgeWorker, 'wake'>;
}
