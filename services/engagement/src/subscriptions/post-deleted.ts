import { postDeleted } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { changePost } from '../data/post-counters.js';
import { removePostHours, setPostTags } from '../data/rollups.js';
import { addToUsers } from '../data/user-counters.js';
import { deletedPost } from '../domain/post-state.js';

/** Takes back what the post added; what its author's days brought stays as it was. */
export function onPostDeleted({ posts }: Context): Subscription {
  return defineSubscription(postDeleted, async (event, tx) => {
    const { postId, authorId } = event.data;
    await posts.remove(event, tx);
    const { before, authorDelta } = await changePost(tx.manager, postId, authorId, deletedPost());
    await addToUsers(tx.manager, [[authorId, authorDelta]]);
    await removePostHours(tx.manager, postId);
    if (before.createdAt) await setPostTags(tx.manager, postId, before.createdAt, []);
  });
}
