import { invalidField } from '@townsquare/kit';
import { MIN_PASSWORD_LENGTH } from './account-rules.js';
import { shownEmail } from './email-addresses.js';

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
