import type { Database } from '@townsquare/kit';
import type { Blocks, Mutes, Owners, People, Posts, PrivacyChanges } from '@townsquare/projections';
import type { Live } from './live/live.js';

/** What routes, subscriptions and use cases work with. */
export interface Context {
  database: Database;
  people: People;
  posts: Posts;
  blocks: Blocks;
  mutes: Mutes;
  owners: Owners;
  live: Live;
  /** Removes notifications about posts from readers who may no longer see them, once the author's account turns private. */
  privacyChanges: PrivacyChanges;
}
