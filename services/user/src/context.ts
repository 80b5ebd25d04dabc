import type { ImageStore } from '@townsquare/images';
import type { Database } from '@townsquare/kit';
import type { Profiles } from './reading/profiles.js';

/** What routes, subscriptions and use cases work with. */
export interface Context {
  database: Database;
  profiles: Profiles;
  images: ImageStore;
  /** Wakes the worker that announces posts. */
  wakeAnnouncer(): void;
  /** Wakes the worker that accepts the requests to accounts that have turned public. */
  wakeAccepter(): void;
}

/** The services that may read profiles and the follow graph without regard to who may see them: they apply the rule themselves. */
export const READERS = ['post', 'comment', 'reaction', 'feed', 'notification', 'search', 'engagement'];
