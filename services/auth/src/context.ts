import type { Database, Logger } from '@townsquare/kit';
import type { ProviderId } from './domain/providers.js';
import type { Downloads } from './download/downloads.js';
import type { AccessTokens } from './keys/access-tokens.js';
import type { KeyRing } from './keys/key-ring.js';
import type { OthersData } from './others-data.js';
import type { Reportables } from './reportables.js';
import type { Providers } from './sign-in/providers/create-providers.js';
import type { SecondFactors } from './sign-in/second-factors.js';

/** What is configured of signing in with a provider. */
export interface SignIn {
  providers: Providers;
  /** Where browsers may be led at the end. */
  returnTo: string[];
  /** Whether browsers reach the town by TLS. */
  isSecure: boolean;
  /** Where a provider leads the browser back to. */
  callbackOf(provider: ProviderId): string;
}

/** What the routes of this service work with. */
export interface Context {
  database: Database;
  logger: Logger;
  keys: KeyRing;
  accessTokens: AccessTokens;
  secondFactors: SecondFactors;
  reportables: Reportables;
  othersData: OthersData;
  downloads: Downloads;
  signIn: SignIn;
  /** Whether roles count only for those with a second factor. */
  staffNeedsSecondFactor: boolean;
  /** For how many days a username that was given up, or whose account was deleted, is kept from others. */
  usernameKeptDays: number;
  /** Called when a mail was queued. */
  wakeMail: () => void;
}
