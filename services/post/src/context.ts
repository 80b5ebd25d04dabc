import type { ImageStore } from '@townsquare/images';
import type { Database, Worker } from '@townsquare/kit';
import type { Blocks, People, Visibility } from '@townsquare/projections';

/** What routes, subscriptions and use cases work with. */
export interface Context {
  database: Database;
  people: People;
  blocks: Blocks;
  visibility: Visibility;
  images: ImageStore;
  /** Deletes the files of deleted images, and images that no post has. */
  mediaCleaner: Wakeable;
}

/** A worker that looks for work at once when it is woken. */
type Wakeable = Worker & { wake(): void };

/** The services that may read posts without regard to who may see them: they apply the rule themselves. */
export const READERS = ['comment', 'reaction', 'feed', 'notification', 'search', 'engagement'];
