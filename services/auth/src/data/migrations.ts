import { DataDownloads1700000001016 } from '../data-download/data/download-tables.js';
import {
  Accounts1700000001001,
  Deletions1700000001003,
  Mails1700000001005,
  Moderation1700000001008,
  ProfileVersions1700000001021,
  SecondFactors1700000001007,
} from '../identity/data/account-tables.js';
import { CredentialVersions1700000001025 } from '../identity/data/credential-tables.js';
import { Identities1700000001015 } from '../identity/data/identity-tables.js';
import {
  EndedSessions1700000001006,
  Sessions1700000001002,
  SignInAttempts1700000001004,
} from '../identity/data/session-tables.js';
import { KeptUsernames1700000001020 } from '../identity/data/username-tables.js';
import { Appeals1700000001011 } from '../moderation/data/appeal-tables.js';
import { Overturned1700000001030, Reports1700000001010 } from '../moderation/data/report-tables.js';

/** In the order in which they were made. */
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
];
