import { contentRemoved } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { removePost } from '../data/remove-post.js';

/** Deletes a post that moderators have removed. One that its author has deleted meanwhile is gone already. */
export function onContentRemoved({ mediaCleaner }: Context): Subscription {
  return defineSubscription(
    contentRemoved,
    async ({ data: { target, authorId } }, tx) => {
      if (target.type === 'post') await removePost(tx, authorId, target.id);
    },
    { afterCommit: () => mediaCleaner.wake() },
  );
}
