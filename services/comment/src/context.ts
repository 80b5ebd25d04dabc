import type { Database } from '@townsquare/kit';
import type { Blocks, People, Posts, PrivacyChanges, Visibility } from '@townsquare/projections';

/** The parts that routes, subscriptions and use cases work with. */
export interface Context {
  database: Database;
  people: People;
  posts: Posts;
  blocks: Blocks;
  visibility: Visibility;
  privacyChanges: PrivacyChanges;
}
