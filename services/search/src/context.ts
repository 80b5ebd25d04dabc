import type { Database, Logger } from '@townsquare/kit';
import type { Blocks, Owners, People } from '@townsquare/projections';
import type { HashtagIndexer } from './data/hashtag-indexer.js';
import type { SearchEngine } from './data/search-engine.js';

/** What routes and subscriptions work with. */
export interface Context {
  database: Database;
  logger: Logger;
  engine: SearchEngine;
  people: People;
  blocks: Blocks;
  owners: Pick<Owners, 'follows'>;
  hashtagIndexer: HashtagIndexer;
}
