import type { Database, Logger } from '@townsquare/kit';
import type { AccessTokens } from './keys/access-tokens.js';
import type { KeyRing } from './keys/key-ring.js';
import type { Reportables } from './reportables.js';
import type { SecondFactors } from './sign-in/second-factors.js';

/** What the routes of this service work with. */
export interface Context {
  database: Database;
  logger: Logger;
  keys: KeyRing;
  accessTokens: AccessTokens;
  secondFactors: SecondFactors;
  reportables: Reportables;
  /** Called when a mail was queued. */
  wakeMail: () => void;
}
