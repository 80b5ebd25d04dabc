import type { Database, PurgeWorker } from '@townsquare/kit';
import type { Blocks, Mutes, Owners, People, Posts, PrivacyChanges } from '@townsquare/projections';
import type { Live } from './live/live.js';

/** What notification's routes and subscriptions work with. */
export interface Context {
  database: Database;
  people: People;
  posts: Posts;
  blocks: Blocks;
  mutes: Mutes;
  owners: Owners;
  purges: PurgeWorker;
  live: Live;
  /** The posts of which strangers are to be told no more, since their author's account has turned private. */
  privacyChanges: PrivacyChanges;
}
