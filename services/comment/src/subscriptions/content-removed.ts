import { contentRemoved } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { findComment } from '../data/comments.js';
import { removeFromThread } from '../use-cases/remove-comment.js';

/** Deletes a comment that moderators have removed, unless it is deleted already. */
export function onContentRemoved(): Subscription {
  return defineSubscription(contentRemoved, async ({ data: { target } }, tx) => {
    if (target.type !== 'comment') return;
    const comment = await findComment(tx.manager, target.id);
    if (comment) await removeFromThread(tx, comment);
  });
}
