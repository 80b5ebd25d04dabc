import { contentRemoved } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { removeById } from '../use-cases/remove-comment.js';

/** Deletes a comment that moderators have removed, unless it is deleted already. */
export function onContentRemoved(): Subscription {
  return defineSubscription(contentRemoved, async ({ data: { target } }, tx) => {
    if (target.type === 'comment') await removeById(tx, target.id);
  });
}
