import type { Write } from '../history/writes.js';
import { type Facts, pairKey } from './facts.js';
import type { Owned } from './owned.js';
import type { PersonSeen } from './seen.js';

export type Announcements = {
  postId: string;
  author: PersonSeen;
  /** Whether it must have been announced; otherwise it may have been. */
  certain: boolean;
}[];

/**
 * The posts that were announced to each, by the reader's id. Followers are told of a post when it is made, which is not to
 * be seen afterwards: one who began to follow before it was sent, and never ceased, must have been told; one who followed
 * at some other time may have been; nobody else was.
 */
export function announcementsOf(facts: Facts, owned: Owned): Map<string, Announcements> {
  const madeById = new Map(facts.posts.map(({ id, made }) => [id, made]));
  const madeByText = new Map(facts.posts.map(({ firstContent, made }) => [firstContent, made]));
  const announced = new Map<string, Announcements>(owned.people.map(({ userId }) => [userId, []]));
  for (const author of owned.people) {
    const readers = owned.people.flatMap((reader) => {
      const follows = facts.follows.get(pairKey(reader.username, author.userId));
      return follows ? [{ list: announced.get(reader.userId)!, since: followsSince(follows.writes) }] : [];
    });
    for (const { id, content } of author.posts) {
      const made = madeById.get(id) ?? madeByText.get(content);
      if (!made) continue;
      for (const { list, since } of readers) list.push({ postId: id, author, certain: since < made.sentAt });
    }
  }
  return announced;
}

/** Since when somebody follows for sure and without a break; infinite where they may not have. */
function followsSince(writes: readonly Write[]): number {
  const [first] = writes;
  const isSteady = writes.every(({ kind }) => kind === 'follow');
  return first?.outcome === 'done' && isSteady ? first.endedAt : Number.POSITIVE_INFINITY;
}
