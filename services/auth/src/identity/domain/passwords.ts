import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { WaitingLine } from './waiting-line.js';

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
