import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { invalidField } from '@townsquare/kit';
import { dictionary } from '@zxcvbn-ts/language-common';
import { shownEmail } from './email-addresses.js';
import { WaitingLine } from './waiting-line.js';

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 128;

/** Argon2id (the library's default) as OWASP recommends it: 19 MiB, two passes, one lane. About 40 ms of one core. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** A hash takes a whole core: more of them at once would only make all of them later. */
const line = new WaitingLine(availableParallelism());

let absent: Promise<string> | undefined;

/** The hash to keep of a password. It is made on a thread of its own, so that several use all cores. */
export function hashPassword(password: string): Promise<string> {
  return line.run(() => hash(normal(password), PARAMETERS));
}

/**
 * Whether a password belongs to a hash. Where there is no hash, because there is no such account, the answer is false
 * and takes as long.
 */
export async function checkPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  absent ??= hash(randomBytes(16).toString('hex'), PARAMETERS);
  const wanted = passwordHash ?? (await absent);
  const matches = await line.run(() => verify(wanted, normal(password)));
  return matches && Boolean(passwordHash);
}

/** Whether a hash was made with other parameters than today's, and is to be made anew once the password is at hand. */
export function isOutdated(passwordHash: string): boolean {
  return !passwordHash.startsWith(CURRENT);
}

/** Keyboards differ in how they compose an accent: the same text must be the same password. */
function normal(password: string): string {
  return password.normalize('NFKC');
}

/** The 49,000 passwords that leaked most often, of which 18,000 are long enough to be accepted otherwise. In lower case. */
const COMMON = new Set(dictionary['passwords-common']);

/** Whether a password is one of the most common ones, in whatever case it is written. */
export function isCommonPassword(password: string): boolean {
  return COMMON.has(password.toLowerCase());
}

/** What somebody who guesses a person's password knows of them. */
export interface Known {
  username: string;
  email: string;
  fullName: string;
}

const TOWN = 'townsquare';
const SHORTEST_WORD = 3;

/** Throws when a new password hardly has more to it than the person's own names and the town's. */
export function refusePersonalPassword(field: string, password: string, known: Known): void {
  if (!isPersonal(password, known)) return;
  throw invalidField(field, 'must have more to it than your own names and that of the town');
}

/** Whether too little is left of a password once the words that go with the account are taken out of it. */
export function isPersonal(password: string, { username, email, fullName }: Known): boolean {
  const addresses = [email, shownEmail(email)];
  const words = [
    username,
    ...addresses,
    ...addresses.flatMap((address) => address.split('@')),
    fullName,
    ...fullName.split(/\s+/),
    TOWN,
  ]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= SHORTEST_WORD)
    .sort((one, other) => other.length - one.length);
  const whole = password.toLowerCase();
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), whole);
  return rest !== whole && rest.length < MIN_PASSWORD_LENGTH;
}
