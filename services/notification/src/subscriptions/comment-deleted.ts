import { commentDeleted } from '@townsquare/contracts';
import { defineSubscription, requestPurge, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { markCommentDeleted } from '../data/posts.js';

/** Has everything removed that points at the comment. */
export function onCommentDeleted({ purges }: Context): Subscription {
  return defineSubscription(
    commentDeleted,
    async ({ data, aggregateversion }, tx) => {
      await markCommentDeleted(tx.manager, data.commentId, data.postId);
      await requestPurge(tx, 'comment', data.commentId, aggregateversion);
    },
    { afterCommit: () => purges.wake() },
  );
}
