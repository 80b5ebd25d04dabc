import { compare, compareCounts, type Finding } from './finding.js';
import { byId, listed, type Owned } from './owned.js';

/** Everybody's posts are found by the hashtag that only theirs have, each once and with the text that it has now. */
export function checkSearch(owned: Owned): Finding[] {
  return owned.people.flatMap((person) => {
    const { tagged, foundAsPerson } = person;
    const place = { section: `person ${person.username}`, view: 'search' } as const;
    const publicPosts = person.posts.filter(({ isPrivate }) => !isPrivate).length;
    return [
      ...compare(place, byId(person.posts), listed(person.found)),
      ...compareCounts(place, { tagged: publicPosts, foundAsPerson: 1 }, { tagged, foundAsPerson }),
    ];
  });
}
