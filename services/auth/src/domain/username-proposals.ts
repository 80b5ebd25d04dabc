import { randomInt } from 'node:crypto';

const LONGEST = 30;
const SHORTEST = 3;
const SUFFIX_LENGTH = 7;
const WITH_SUFFIX = 4;
const STAND_IN = 'neighbour';

/** Usernames for somebody who comes from a provider, the best first: their name, and the same with a number. */
export function usernameProposals(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const base = plain.length < SHORTEST ? STAND_IN : plain.slice(0, LONGEST);
  const short = base.slice(0, LONGEST - SUFFIX_LENGTH);
  return [base, ...Array.from({ length: WITH_SUFFIX }, () => `${short}_${randomInt(100_000, 1_000_000)}`)];
}
