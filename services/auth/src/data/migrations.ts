import { DataDownloads1700000001016 } from '../data-download/data/downloads.js';
import {
  Accounts1700000001001,
  AskedColumns1700000001060,
  CredentialVersions1700000001025,
  Deletions1700000001003,
  KeptUsernames1700000001020,
  OauthIds1700000001040,
  ProfileVersions1700000001021,
} from '../identity/data/account-tables.js';
import {
  EndedSessions1700000001006,
  Identities1700000001015,
  Mails1700000001005,
  SecondFactors1700000001007,
  Sessions1700000001002,
  SignInAttempts1700000001004,
} from '../identity/data/session-tables.js';
import {
  Appeals1700000001011,
  Moderation1700000001008,
  Overturned1700000001030,
  Reports1700000001010,
  SanctionMails1700000001041,
} from '../moderation/data/moderation-tables.js';
import { ForeignKeys1700000001061 } from './foreign-keys.js';

/** The service's migrations, in the order in which they run. */
export const MIGRATIONS = [
  Accounts1700000001001,
  Sessions1700000001002,
  Deletions1700000001003,
  SignInAttempts1700000001004,
  Mails1700000001005,
  EndedSessions1700000001006,
  SecondFactors1700000001007,
  Moderation1700000001008,
  Reports1700000001010,
  Appeals1700000001011,
  Identities1700000001015,
  DataDownloads1700000001016,
  KeptUsernames1700000001020,
  ProfileVersions1700000001021,
  CredentialVersions1700000001025,
  Overturned1700000001030,
  OauthIds1700000001040,
  SanctionMails1700000001041,
  AskedColumns1700000001060,
  ForeignKeys1700000001061,
];
