import type { Database, Logger } from '@townsquare/kit';
import type { OthersData } from './data-download/clients/others-data.js';
import type { Downloads } from './data-download/use-cases/downloads.js';
import type { Providers } from './identity/clients/create-providers.js';
import type { ProviderId } from './identity/domain/providers.js';
import type { AccessTokens } from './identity/keys/access-tokens.js';
import type { KeyRing } from './identity/keys/key-ring.js';
import type { SecondFactors } from './identity/use-cases/second-factors.js';
import type { Reportables } from './moderation/clients/reportables.js';

/** The configuration of sign-ins with a provider. */
export interface SignIn {
  providers: Providers;
  /** The addresses to which a sign-in may redirect the browser at its end. */
  returnTo: string[];
  /** Whether browsers reach the system by TLS. */
  isSecure: boolean;
  /** The address to which a provider redirects the browser. */
  callbackOf(provider: ProviderId): string;
}

/** What routes and use cases work with. */
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
  /** Where browsers reach the gateway, without a slash at the end. */
  publicUrl: string;
  /** Whether the roles of administrators and moderators count only for those who have a second factor. */
  staffSecondFactor: 'required' | 'optional';
  /** For how many days nobody else can take a username that was given up or whose account was deleted. */
  usernameKeptDays: number;
  /** Tells the mail worker that a mail was queued. */
  wakeMail: () => void;
}
