import { contentRemoved } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { removePost } from '../use-cases/write-posts.js';

/** Deletes a post that moderators have removed. Its author may have deleted it before. */
export function onContentRemoved({ mediaCleaner }: Context): Subscription {
  return defineSubscription(
    contentRemoved,
    async ({ data: { target, authorId } }, tx) => {
      if (target.type === 'post') await removePost(tx, authorId, target.id);
    },
    { afterCommit: () => mediaCleaner.wake() },
  );
}
