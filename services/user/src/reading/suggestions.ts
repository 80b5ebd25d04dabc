import type { Context } from '../context.js';
import { followedByAny, latestFollowed, mostFollowed, suggestibleAmong } from '../data/suggestions.js';
import type { SuggestedPersonView } from '../views/profiles.js';

/** Of whom the reader follows, the latest so many count, and of each of those the latest so many follows. */
const FOLLOWED = 50;
const FOLLOWS_OF_EACH = 200;

/** How many people are looked at, of those whom they follow and of the most followed. */
const CANDIDATES = 500;

/**
 * Whom the reader may want to follow: people whom those follow whom the reader follows, by how many of them do; then the most
 * followed. At most four statements, and 10,000 rows of an index, however many people there are.
 */
export async function suggestPeople(
  { database: { manager } }: Context,
  readerId: string,
  limit: number,
): Promise<SuggestedPersonView[]> {
  const followed = await latestFollowed(manager, readerId, FOLLOWED);
  const near = await followedByAny(manager, followed, FOLLOWS_OF_EACH, CANDIDATES);
  const order = [...new Set([...near.keys(), ...(await mostFollowed(manager, CANDIDATES))])];
  const people = await suggestibleAmong(manager, readerId, order);
  const byId = new Map(people.map((person) => [person.userId, person]));
  return order
    .flatMap((id) => byId.get(id) ?? [])
    .slice(0, limit)
    .map((person) => ({ ...person, followedByCount: near.get(person.userId) ?? 0 }));
}
