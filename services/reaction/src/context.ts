import type { Database } from '@townsquare/kit';
import type { Blocks, People, Posts, PrivacyChanges, Visibility } from '@townsquare/projections';
import type { KnownComments } from './data/known-comments.js';

/** The parts that routes, subscriptions and use cases work with. */
export interface Context {
  database: Database;
  people: People;
  posts: Posts;
  comments: KnownComments;
  blocks: Blocks;
  visibility: Visibility;
  privacyChanges: PrivacyChanges;
}
