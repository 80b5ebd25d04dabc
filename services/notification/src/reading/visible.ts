import { type KnownPerson, mayMeet } from '@townsquare/projections';
import type { Context } from '../context.js';
import type { Notification } from '../data/notifications.js';

/** What is read to show notifications. */
export type ReadingContext = Pick<Context, 'database' | 'people' | 'posts' | 'blocks' | 'visibility'>;

/** Those of a person's notifications that they may see: whose post they see, and whose actor they may meet; and who the actors are. */
export async function visibleTo(
  { people, posts, blocks, visibility }: ReadingContext,
  userId: string,
  notifications: Notification[],
): Promise<{ visible: Set<Notification>; actors: Map<string, KnownPerson> }> {
  const actorIds = notifications.map(({ actorId }) => actorId);
  const postIds = notifications.flatMap(({ postId }) => postId ?? []);
  const [actors, blocked, visiblePosts] = await Promise.all([
    people.find(actorIds),
    blocks.between(userId, actorIds),
    posts.find(postIds).then((found) => visibility.visible(userId, [...found.values()])),
  ]);
  const seen = new Set(visiblePosts.map(({ postId }) => postId));
  const visible = notifications.filter(({ actorId, postId }) => {
    if (!mayMeet(userId, actorId, actors.get(actorId), { blocked: blocked.has(actorId) })) return false;
    return postId === null || seen.has(postId);
  });
  return { visible: new Set(visible), actors };
}
