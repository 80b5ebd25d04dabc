import type { Database, Logger } from '@townsquare/kit';
import type { Blocks, Exports, Mutes, Owners, People, PrivacyChanges } from '@townsquare/projections';
import type { Findability } from './indices/findability.js';
import type { IndexWriter } from './indices/index-writer.js';
import type { SearchEngine } from './indices/search-engine.js';
import type { Rebuilder } from './rebuilding/rebuilder.js';
import type { HashtagIndexer } from './workers/index-hashtags.js';

/** What the routes, subscriptions and use cases work with. */
export interface Context {
  database: Database;
  logger: Logger;
  engine: SearchEngine;
  /** All changes of the indices by events go through it. */
  writer: IndexWriter;
  people: People;
  blocks: Blocks;
  mutes: Mutes;
  owners: Pick<Owners, 'follows' | 'posts' | 'postsBy'>;
  /** All that the owners have of what is indexed or copied. */
  exports: Pick<Exports, 'profiles' | 'posts' | 'graph'>;
  hashtagIndexer: HashtagIndexer;
  findability: Findability;
  privacyChanges: PrivacyChanges;
  rebuilder: Rebuilder;
}
