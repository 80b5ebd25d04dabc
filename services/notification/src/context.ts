import type { Database } from '@townsquare/kit';
import type { Blocks, Mutes, Owners, People, Posts, PrivacyChanges } from '@townsquare/projections';
import type { EndpointRules } from './domain/push-endpoint.js';
import type { Live } from './live/live.js';

/** How browsers subscribe to pushes, and when these are sent. */
export interface PushSettings {
  /** The public VAPID key, which browsers subscribe with. */
  publicKey: string;
  endpoints: EndpointRules;
  /** How long a first push waits, so that what is read at once is not pushed, and what comes together is one push. */
  delaySeconds: number;
}

/** What routes, subscriptions and use cases work with. */
export interface Context {
  database: Database;
  people: People;
  posts: Posts;
  blocks: Blocks;
  mutes: Mutes;
  owners: Owners;
  live: Live;
  push: PushSettings;
  /** Removes notifications about posts from readers who may no longer see them, once the author's account turns private. */
  privacyChanges: PrivacyChanges;
}
