import type { Database, Logger } from '@townsquare/kit';
import type { Blocks, Mutes, Owners, People, Posts, PrivacyChanges, Visibility } from '@townsquare/projections';

/** What routes and subscriptions work with. */
export interface Context {
  database: Database;
  logger: Logger;
  owners: Owners;
  people: People;
  posts: Posts;
  blocks: Blocks;
  mutes: Mutes;
  visibility: Visibility;
  /** The worker that counts hashtags again after an account has become private or hidden, or has ceased to be so. */
  privacyChanges: PrivacyChanges;
}
