import type { PrivacyChanges } from '@townsquare/projections';
import type { Parts } from './parts.js';
import type { Rebuilder } from './rebuilding/rebuilder.js';

/** What routes and subscriptions work with. */
export interface Context extends Parts {
  privacyChanges: PrivacyChanges;
  rebuilder: Rebuilder;
}
