import { userUnfollowed } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { lockAccounts } from '../data/accounts.js';
import { saveEdge } from '../data/edges.js';
import { removeAuthor } from '../data/timelines.js';

/** Removes the author's posts from the timeline of the account that no longer follows. */
export function onUserUnfollowed(): Subscription {
  return defineSubscription(userUnfollowed, async ({ data, aggregateversion }, { manager }) => {
    const { followerId, followingId: authorId } = data;
    const account = await lockAccounts(manager, [followerId, authorId]);
    const gone = account(followerId).deleted || account(authorId).deleted;
    const edge = { followerId, authorId, active: false, version: aggregateversion, at: new Date(data.at) };
    // A deleted account gets no mark: its follows are refused anyway.
    if (gone || (await saveEdge(manager, edge))) await removeAuthor(manager, followerId, authorId);
  });
}
