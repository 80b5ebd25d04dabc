import type { ImageStore } from '@townsquare/images';
import type { Database } from '@townsquare/kit';
import type { Profiles } from './profiles.js';

/** What routes and subscriptions work with. */
export interface Context {
  database: Database;
  profiles: Profiles;
  images: ImageStore;
  /** Says that there is a post to announce. */
  wakeAnnouncer(): void;
  /** Says that an account has turned public, whose requests need no answer. */
  wakeAccepter(): void;
  /** Says that there is an account to purge. */
  wakePurge(): void;
}
