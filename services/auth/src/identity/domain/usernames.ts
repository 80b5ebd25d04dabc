import { randomInt } from 'node:crypto';
import reservedByConvention from 'reserved-usernames' with { type: 'json' };

// A name that an account gives up, or that of a deleted account, is kept back for `USERNAME_KEPT_DAYS`, 90 by default (config.ts).

/** Names that would pass for this system, its staff or a part of it, beside those that `reserved-usernames` lists. */
const RESERVED_HERE = [
  'townsquare',
  'admins',
  'mod',
  'mods',
  'moderator',
  'moderators',
  'moderation',
  'undefined',
  'gateway',
  'reaction',
  'reactions',
  'hashtag',
  'hashtags',
  'engagement',
  'appeal',
  'appeals',
];

/** Usernames have no hyphens: `sign-in` reserves `sign_in`. */
const RESERVED = new Set([...reservedByConvention.map((name) => name.replaceAll('-', '_')), ...RESERVED_HERE]);

const LONGEST = 30;
const SHORTEST = 3;
const SUFFIX_LENGTH = 7;
const WITH_SUFFIX = 4;
const FALLBACK = 'person';

/**
 * Whether a username is reserved, in whatever case and with whatever underscores around it: `admin`, `__Admin__`.
 * Accounts that have such a name keep it.
 */
export function isReserved(username: string): boolean {
  return RESERVED.has(trimUnderscores(username.toLowerCase()));
}

/**
 * Usernames to propose to a person who signs in with a provider, the best first: their name, and the name with a number.
 * None is reserved.
 */
export function usernameProposals(name: string): string[] {
  const plain = trimUnderscores(
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_'),
  );
  const base = plain.length < SHORTEST ? FALLBACK : plain.slice(0, LONGEST);
  const short = base.slice(0, LONGEST - SUFFIX_LENGTH);
  const withNumber = Array.from({ length: WITH_SUFFIX }, () => `${short}_${randomInt(100_000, 1_000_000)}`);
  return [base, ...withNumber].filter((proposal) => !isReserved(proposal));
}

function trimUnderscores(text: string): string {
  return text.replace(/^_+|_+$/g, '');
}
