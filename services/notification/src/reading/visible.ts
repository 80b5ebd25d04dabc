import { type KnownPerson, mayMeet, maySee, needsFollow } from '@townsquare/projections';
import type { Context } from '../context.js';
import { latestOfGroups, type Notification } from '../data/notifications.js';
import { followsOf } from '../data/relations.js';

/** What reading notifications needs. */
export type ReadingContext = Pick<Context, 'database' | 'people' | 'posts' | 'blocks'>;

/**
 * The notifications whose readers may see their post and meet their actor, and the actors. Every list and every count goes
 * through this function, for any number of readers at once. Follows are read from this service's copy: a list needs no call
 * to the user service.
 */
export async function visibleOf(
  { database, people, posts, blocks }: ReadingContext,
  notifications: Notification[],
): Promise<{ visible: Set<Notification>; actors: Map<string, KnownPerson> }> {
  const readers = [...new Set(notifications.map(({ userId }) => userId))];
  const known = await posts.find(notifications.flatMap(({ postId }) => postId ?? []));
  const authorIds = [...known.values()].map(({ authorId }) => authorId);
  const others = [...new Set([...notifications.map(({ actorId }) => actorId), ...authorIds])];
  const [found, isBlocked] = await Promise.all([people.find(others), blocks.betweenAny(readers, others)]);
  const factsOf = (postId: string) => {
    const post = known.get(postId);
    return post && { ...post, author: found.get(post.authorId) };
  };
  const forFollowers = [...known.keys()].map((postId) => factsOf(postId)!).filter(needsFollow);
  const authors = [...new Set(forFollowers.map(({ authorId }) => authorId))];
  const follows = authors.length === 0 ? [] : await followsOf(database.manager, readers, authors);
  const followed = new Set(follows.filter(({ active }) => active).map((one) => `${one.followerId}>${one.followingId}`));
  const visible = notifications.filter(({ userId, actorId, postId }) => {
    if (!mayMeet(userId, actorId, found.get(actorId), { blocked: isBlocked(userId, actorId) })) return false;
    if (postId === null) return true;
    const post = factsOf(postId);
    if (!post) return false;
    const relation = {
      blocked: isBlocked(userId, post.authorId),
      follows: followed.has(`${userId}>${post.authorId}`),
    };
    return maySee(userId, post, relation);
  });
  return { visible: new Set(visible), actors: found };
}

/** How many notifications of a group are read: thousands are not read for one line. */
export const LOOKED_AT = 100;

/** Notifications that are shown as one. */
export interface Group {
  /** The notifications that the reader may see, newest first. */
  members: Notification[];
  /** There may be more than were read. */
  atLeast: boolean;
}

/** The groups that these notifications of a reader stand for, in the same order, and the actors in them. */
export async function readGroups(
  context: ReadingContext,
  userId: string,
  notifications: Notification[],
  unreadOnly = false,
): Promise<{ groups: Group[]; actors: Map<string, KnownPerson> }> {
  const keys = notifications.flatMap(({ groupKey }) => groupKey ?? []);
  const latest = await latestOfGroups(context.database.manager, userId, keys, unreadOnly, LOOKED_AT);
  const candidates = notifications.map((one) => (one.groupKey === null ? [one] : latest.get(one.groupKey)!));
  const { visible, actors } = await visibleOf(context, candidates.flat());
  const groups = candidates.map((all) => ({
    members: all.filter((one) => visible.has(one)),
    atLeast: all.length === LOOKED_AT,
  }));
  return { groups, actors };
}
