import type { Database, Logger } from '@townsquare/kit';
import type { Blocks, Exports, Mutes, Owners, People } from '@townsquare/projections';
import type { Findability } from './indices/findability.js';
import type { IndexWriter } from './indices/index-writer.js';
import type { SearchEngine } from './indices/search-engine.js';
import type { HashtagIndexer } from './workers/index-hashtags.js';

/** What searching, indexing and rebuilding work with. */
export interface Parts {
  database: Database;
  logger: Logger;
  engine: SearchEngine;
  /** Through it goes all that events change in the indices. */
  writer: IndexWriter;
  people: People;
  blocks: Blocks;
  mutes: Mutes;
  owners: Pick<Owners, 'follows' | 'posts' | 'postsBy'>;
  /** All that the owners have of what is indexed or copied. */
  exports: Pick<Exports, 'profiles' | 'posts' | 'graph'>;
  hashtagIndexer: HashtagIndexer;
  findability: Findability;
}
