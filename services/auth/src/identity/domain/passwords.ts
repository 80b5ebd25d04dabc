import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { invalidField } from '@townsquare/kit';
import { dictionary } from '@zxcvbn-ts/language-common';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { shownEmail } from './email-addresses.js';

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 128;

/** Argon2id (the library's default) as OWASP recommends it: 19 MiB, two passes, one lane. About 40 ms of one core. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** A hash takes a whole core: more hashes than cores at once would delay all of them. */
const hashing = new ConcurrencyLimit(availableParallelism());

let absent: Promise<string> | undefined;

/** Returns the hash to store of a password. It is computed on a thread of its own. */
export function hashPassword(password: string): Promise<string> {
  return hashing.run(() => hash(normal(password), PARAMETERS));
}

/**
 * Returns whether a password matches a hash. Where there is no hash, because there is no such account, returns false after the
 * same time.
 */
export async function checkPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  absent ??= hash(randomBytes(16).toString('hex'), PARAMETERS);
  const wanted = passwordHash ?? (await absent);
  const matches = await hashing.run(() => verify(wanted, normal(password)));
  return matches && Boolean(passwordHash);
}

/** Whether a hash was made with other than the current parameters. */
export function isOutdated(passwordHash: string): boolean {
  return !passwordHash.startsWith(CURRENT);
}

/** Keyboards compose accents in different ways: the same text must be the same password. */
function normal(password: string): string {
  return password.normalize('NFKC');
}

/** The 49,000 passwords that leaked most often, in lower case. 18,000 of them are long enough to be valid otherwise. */
const COMMON = new Set(dictionary['passwords-common']);

/** Whether a password is one of the most common ones, in any case. */
export function isCommonPassword(password: string): boolean {
  return COMMON.has(password.toLowerCase());
}

/** What an attacker who guesses a password knows of its owner. */
export interface Known {
  username: string;
  email: string;
  fullName: string;
}

const SYSTEM = 'townsquare';
const SHORTEST_WORD = 3;

/** Throws `invalid_request` when a new password consists of little more than the owner's names and that of the system. */
export function refusePersonalPassword(field: string, password: string, known: Known): void {
  if (!isPersonal(password, known)) return;
  throw invalidField(field, 'must not consist of your own names and that of Townsquare');
}

/** Whether fewer than eight characters are left of a password without the words that belong to the account. */
export function isPersonal(password: string, { username, email, fullName }: Known): boolean {
  const addresses = [email, shownEmail(email)];
  const words = [
    username,
    ...addresses,
    ...addresses.flatMap((address) => address.split('@')),
    fullName,
    ...fullName.split(/\s+/),
    SYSTEM,
  ]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= SHORTEST_WORD)
    .sort((one, other) => other.length - one.length);
  const whole = password.toLowerCase();
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), whole);
  return rest !== whole && rest.length < MIN_PASSWORD_LENGTH;
}
