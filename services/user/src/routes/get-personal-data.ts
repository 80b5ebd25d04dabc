import { personalDataRoute, personalFew, personalList, type ReadPersonalData, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readMutedWords } from '../data/graph.js';
import { currentPictures } from '../data/pictures.js';
import { type ListedPerson, type PeopleList, readPeople } from '../data/relations.js';
import { toSnapshot } from '../views/profiles.js';

/** The data that this service has of a person. Who has blocked or muted them is the data of others. */
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
    'dismissed-suggestions': people('dismissedSuggestions'),
    'muted-words': personalFew(async (userId) => (await readMutedWords(manager, userId)).map((word) => ({ word }))),
  });
}

function positioned(person: ListedPerson) {
  return { ...person, id: person.userId, createdAt: person.listedAt };
}
