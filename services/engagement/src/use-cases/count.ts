import type { EventData, PostRecord, PostSnapshot, postCreated } from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import { countedTags, type People } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.js';
import { changePost, lockKnownPost, type PostChange } from '../data/post-counters.js';
import { removePostHours, setPostTags } from '../data/rollups.js';
import { addToUsers } from '../data/user-counters.js';
import { deletedPost, withPost } from '../domain/post-state.js';

/** Takes back what a post added; what its author's days brought stays as it was. */
export async function uncountPost(manager: EntityManager, postId: string, authorId: string): Promise<void> {
  const { authorDelta } = await closePost(manager, postId, authorId);
  await addToUsers(manager, [[authorId, authorDelta]]);
}

/** Marks a post as deleted, and takes it out of trends; its author's counts are left to the caller. */
export async function closePost(manager: EntityManager, postId: string, authorId: string): Promise<PostChange> {
  const change = await changePost(manager, postId, authorId, deletedPost());
  await removePostHours(manager, postId);
  if (change.before.createdAt) await setPostTags(manager, postId, change.before.createdAt, []);
  return change;
}

/** Counts a post as an event tells of it: for its author, and under its hashtags. */
export async function countPost(
  { posts, people }: Pick<Context, 'posts' | 'people'>,
  event: DeliveredEvent<EventData<typeof postCreated>>,
  tx: Transaction,
): Promise<void> {
  const { data: post, aggregateversion } = event;
  await posts.apply(event, tx);
  const change = withPost(post, aggregateversion);
  const { before, after, authorDelta } = await changePost(tx.manager, post.postId, post.authorId, change);
  if (after === before) return;
  await addToUsers(tx.manager, [[post.authorId, authorDelta]]);
  await tagPost(tx, people, post);
}

/** Counts a post, whose row is locked, under those of its hashtags that count. */
async function tagPost(tx: Pick<Transaction, 'manager'>, people: People, post: PostSnapshot): Promise<void> {
  const author = (await people.known(tx, [post.authorId])).get(post.authorId);
  await setPostTags(tx.manager, post.postId, new Date(post.createdAt), countedTags(post, author));
}

/** Counts a post anew under its hashtags, when its author's account has turned private or hidden, or is so no longer. */
export async function retagPost({ database, people }: Pick<Context, 'database' | 'people'>, post: PostRecord) {
  await people.find([post.authorId]);
  await database.transaction(async (tx) => {
    const known = await lockKnownPost(tx.manager, post.postId);
    if (known && !known.deleted && known.postVersion === post.version) await tagPost(tx, people, post);
  });
}
