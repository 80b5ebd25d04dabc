import { postCreated } from '@townsquare/contracts';
import { defineSubscription, measureFreshness, type Subscription } from '@townsquare/kit';
import { lockAccounts } from '../data/accounts.js';
import { isPostDeleted, saveCopy } from '../data/post-copies.js';
import { addEntries, addForRecentFollowers } from '../data/timelines.js';

/** Stores a copy of the post, and adds it for its author and for the followers whom its announcement may lack. */
export function onPostCreated(): Subscription {
  const subscription = defineSubscription(postCreated, async ({ data, aggregateversion }, { manager }) => {
    const { postId, authorId } = data;
    const author = (await lockAccounts(manager, [authorId]))(authorId);
    if (author.deleted) return;
    await saveCopy(manager, data, aggregateversion);
    if (await isPostDeleted(manager, postId)) return;
    const entry = { postId, authorId, createdAt: new Date(data.createdAt) };
    await addEntries(manager, [authorId], entry);
    if (!author.pulled) await addForRecentFollowers(manager, entry);
  });
  return measureFreshness('timeline', subscription);
}
