import { createHash } from 'node:crypto';
import { de, en, es, Faker, fr, pl, pt_BR } from '@faker-js/faker';
import { Random } from '../random.js';
import { writeBio } from '../text/writer.js';
import type { PlannedPerson } from './plan.js';

const MAX_NAME_LENGTH = 22;

/**
 * The people of a town. Names, accounts and passwords follow from the seed and the origin, which says what the
 * town is made from: a second run finds its own people again, and never those of another plan.
 */
export function planPeople(count: number, seed: string, origin: string): PlannedPerson[] {
  const random = new Random(`${seed}/${origin}/people`);
  const townTag = digest(`${seed}/${origin}`).slice(0, 3);
  const speakers = [en, en, es, fr, de, pl, pt_BR].map((locale) => new Faker({ locale: [locale, en] }));
  speakers.forEach((speaker, index) => {
    speaker.seed(Number.parseInt(digest(`${seed}/${origin}/${index}`).slice(0, 8), 16));
  });
  return Array.from({ length: count }, (_, index) => {
    const speaker = random.pick(speakers);
    const [firstName, lastName] = [speaker.person.firstName(), speaker.person.lastName()];
    const name = `${plain(firstName)}_${plain(lastName)}`.slice(0, MAX_NAME_LENGTH).replace(/_+$/, '');
    const username = `${name}_${townTag}${index.toString(36)}`;
    return {
      username,
      email: `${username}@people.example`,
      password: `demo-${digest(`${seed}/${origin}/password/${username}`).slice(0, 12)}`,
      fullName: `${firstName} ${lastName}`,
      bio: writeBio(random),
    };
  });
}

/** A name as a username can have it: no accents, lower case. */
function plain(name: string): string {
  const letters = name.replaceAll('ß', 'ss').replaceAll('ł', 'l').replaceAll('Ł', 'L').normalize('NFKD');
  return letters.replace(/[^A-Za-z]/g, '').toLowerCase() || 'someone';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
