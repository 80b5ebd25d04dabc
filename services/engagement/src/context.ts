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
  /** The posts whose hashtags count no more, or again, since their author's account has turned private or hidden, or is so no longer. */
  privacyChanges: PrivacyChanges;
}
