import { personalDataRoute, personalFew, personalList, type ReadPersonalData, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readMutedWords } from '../data/muted-words.js';
import { type ListedPerson, type PeopleList, readPeople } from '../data/people-lists.js';
import { currentPictures } from '../data/pictures.js';
import { toSnapshot } from '../domain/profile.js';

/** What is held of a person here. Who has blocked or muted them is others' to know. */
export function getPersonalData({ database: { manager }, profiles }: Context): Route {
  const people = (list: PeopleList): ReadPersonalData =>
    personalList(
      `personal ${list}`,
      async (userId, after, limit) => (await readPeople(manager, list, userId, null, after, limit)).map(positioned),
      ({ id: userId, username, fullName, createdAt }) => ({ userId, username, fullName, since: createdAt }),
    );
  return personalDataRoute('user', ['auth'], {
    profile: personalFew(async (userId) => {
      const profile = await profiles.findOne(userId);
      return profile ? [toSnapshot(profile)] : [];
    }),
    pictures: personalFew(async (userId) => (await currentPictures(manager, userId)).map((image) => ({ image }))),
    following: people('following'),
    followers: people('followers'),
    'follow-requests-sent': people('sentRequests'),
    'follow-requests-received': people('requests'),
    blocks: people('blocks'),
    mutes: people('mutes'),
    'muted-words': personalFew(async (userId) => (await readMutedWords(manager, userId)).map((word) => ({ word }))),
  });
}

function positioned(person: ListedPerson) {
  return { ...person, id: person.userId, createdAt: person.listedAt };
}
