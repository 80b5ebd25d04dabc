import type { Database, Logger } from '@townsquare/kit';
import type { OthersData } from './data-download/clients/others-data.js';
import type { Downloads } from './data-download/use-cases/downloads.js';
import type { Providers } from './identity/clients/create-providers.js';
import type { ProviderId } from './identity/domain/providers.js';
import type { AccessTokens } from './identity/keys/access-tokens.js';
import type { KeyRing } from './identity/keys/key-ring.js';
import type { SecondFactors } from './identity/use-cases/second-factors.js';
import type { Reportables } from './moderation/clients/reportables.js';

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
