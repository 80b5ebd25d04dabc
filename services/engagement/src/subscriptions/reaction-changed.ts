import { reactionChanged } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { changePost } from '../data/post-counters.js';
import { addToPostHour, addToUserDay } from '../data/rollups.js';
import { addToUsers } from '../data/user-counters.js';
import { withReactions } from '../domain/post-state.js';
import { reactionChange } from '../domain/rollups.js';

/** Counts reactions to posts; those to comments are told by the reaction service alone. */
export function onReactionChanged(): Subscription {
  return defineSubscription(reactionChanged, async ({ data, aggregateversion }, { manager }) => {
    if (data.target.type !== 'post') return;
    const { postId, targetAuthorId: authorId } = data;
    const { after, authorDelta } = await changePost(
      manager,
      postId,
      authorId,
      withReactions(data.totals, aggregateversion),
    );
    await addToUsers(manager, [[authorId, authorDelta]]);
    if (after.deleted) return;
    const at = new Date(data.at);
    const reactions = reactionChange(data.previous, data.reaction);
    await addToPostHour(manager, postId, at, { reactions });
    await addToUserDay(manager, authorId, at, { reactions });
  });
}
