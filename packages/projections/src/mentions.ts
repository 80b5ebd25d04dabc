import type { Mention, MentionView } from '@townsquare/contracts';
import type { Blocks } from './blocks.js';
import type { People } from './people.js';
import { mayMeet } from './visibility-rule.js';

/** What mentions are made of, and shown with. */
interface Needs {
  people: Pick<People, 'find' | 'findByUsernames'>;
  blocks: Pick<Blocks, 'between'>;
}

/**
 * Reads the users whom these texts mention, and returns a function that makes the views of a text's mentions: each under the
 * user's current name, without users who are not there for the reader. `readerId` is null for a signed-out reader.
 */
export async function mentionsFor(
  { people, blocks }: Needs,
  readerId: string | null,
  texts: Iterable<{ mentions: Mention[] }>,
): Promise<(mentions: Mention[]) => MentionView[]> {
  const ids = new Set([...texts].flatMap(({ mentions }) => mentions.map(({ userId }) => userId)));
  const [known, blocked] = await Promise.all([people.find(ids), blocks.between(readerId, ids)]);
  return (mentions) =>
    mentions.flatMap(({ userId, username: typed }) => {
      const person = known.get(userId);
      if (!person || !mayMeet(readerId, userId, person, { blocked: blocked.has(userId) })) return [];
      return [{ userId, username: person.username, typed }];
    });
}

/**
 * Whom the author's text means by these names. A name that a text has meant somebody by goes on meaning them, whoever has it
 * now: `before` is what an edited text mentioned. A name that nobody has is no mention, nor is that of somebody banned, or
 * blocked either way.
 */
export async function findMentioned(
  { people, blocks }: Needs,
  authorId: string,
  usernames: string[],
  before: Mention[] = [],
): Promise<Mention[]> {
  const meant = new Map(before.map(({ userId, username }) => [username, userId]));
  const holders = await people.findByUsernames(usernames.filter((username) => !meant.has(username)));
  const named = usernames.flatMap((username) => {
    const userId = meant.get(username) ?? holders.get(username)?.userId;
    return userId === undefined ? [] : [{ userId, username }];
  });
  const ids = named.map(({ userId }) => userId);
  const [known, blocked] = await Promise.all([people.find(ids), blocks.between(authorId, ids)]);
  return named.filter(({ userId }) => mayMeet(authorId, userId, known.get(userId), { blocked: blocked.has(userId) }));
}

/** Whether two texts mention the same people by the same names. */
export function areSameMentions(some: Mention[], others: Mention[]): boolean {
  const keyOf = ({ userId, username }: Mention) => `${userId} ${username}`;
  return some.map(keyOf).sort().join() === others.map(keyOf).sort().join();
}
