import type { ProfileRecord } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import type { Exports } from '../exports.js';
import type { People } from '../people.js';
import { compare, type RecountPart } from './recount.js';

/** A service's copy of who people are, held against the profiles. Who is marked as gone here is left out. */
export function recountPeople(database: Database, people: People, exports: Pick<Exports, 'profiles'>): RecountPart {
  return {
    name: 'people',
    async check(range) {
      const { items, next } = await exports.profiles(range);
      const { known, gone } = await people.knownBetween(range.after, range.through ?? next ?? END);
      const owned = new Map(items.filter(({ userId }) => !gone.has(userId)).map((item) => [item.userId, item]));
      const repair = (id: string) => database.transaction((tx) => people.replace(tx, id, owned.get(id)));
      const found = compare('person', described(owned.values()), described(known), repair);
      return { checked: items.length, found, next };
    },
  };
}

type Person = Omit<ProfileRecord, 'bio' | 'createdAt'>;

function described(people: Iterable<Person>): Map<string, string> {
  return new Map(
    [...people].map(({ userId, username, fullName, profilePicture, status, isPrivate, version }) => [
      userId,
      [
        username,
        fullName,
        status,
        isPrivate ? 'private' : 'public',
        profilePicture ?? 'no picture',
        `version ${version}`,
      ].join(', '),
    ]),
  );
}
