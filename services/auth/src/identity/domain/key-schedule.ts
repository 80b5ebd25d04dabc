import { ACCESS_TOKEN_SECONDS } from '@townsquare/contracts';

export interface KeyFacts {
  generation: number;
  createdAt: Date;
}

const ROTATE_AFTER_SECONDS = 30 * 24 * 3600;

/** How long a key is published before it signs: by then all services and instances have it. */
const ANNOUNCED_SECONDS = 5 * 60;

/** How long a key stays published once another signs: until its last token has expired, with some allowance for clocks. */
const KEPT_SECONDS = ACCESS_TOKEN_SECONDS + 5 * 60;

/** Returns the key that signs now: the newest that has been published for long enough, or else the oldest. */
export function signingKeyOf<Key extends KeyFacts>(keys: Key[], now: Date): Key | undefined {
  const newestFirst = [...keys].sort((one, other) => other.generation - one.generation);
  return newestFirst.find((key) => ageOf(key, now) >= ANNOUNCED_SECONDS) ?? newestFirst.at(-1);
}

/** Whether the next key is due. */
export function isRotationDue(keys: KeyFacts[], now: Date): boolean {
  return keys.every((key) => ageOf(key, now) >= ROTATE_AFTER_SECONDS);
}

/** Whether every token that a key has signed has expired. */
export function isSpent(key: KeyFacts, keys: KeyFacts[], now: Date): boolean {
  return keys.some(
    (other) => other.generation > key.generation && ageOf(other, now) >= ANNOUNCED_SECONDS + KEPT_SECONDS,
  );
}

function ageOf({ createdAt }: KeyFacts, now: Date): number {
  return (now.getTime() - createdAt.getTime()) / 1000;
}
