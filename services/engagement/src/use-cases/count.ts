import type {
  CommentSnapshot,
  EventData,
  followHidden,
  PostRecord,
  PostSnapshot,
  postCreated,
  reactionChanged,
} from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import { countedTags, type People } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.js';
import { setPostTags } from '../data/hashtags.js';
import { changePost, lockKnownPost, type PostChange } from '../data/post-counters.js';
import { addToPostHour, addToUserDay, removePostHours } from '../data/rollups.js';
import { addToUsers } from '../data/user-counters.js';
import { deletedPost, withPost, withReactions, withThread } from '../domain/post-state.js';
import { reactionChange } from '../domain/rollups.js';

type Versioned<Data> = Pick<DeliveredEvent<Data>, 'data' | 'aggregateversion'>;

/** Counts a created or edited post for its author, and under its hashtags. */
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

/** Subtracts what a deleted post added. The days of its author stay as they were. */
export async function uncountPost(manager: EntityManager, postId: string, authorId: string): Promise<void> {
  const { authorDelta } = await closePost(manager, postId, authorId);
  await addToUsers(manager, [[authorId, authorDelta]]);
}

/** Marks a post as deleted and removes it from trends. The caller changes the author's counts. */
export async function closePost(manager: EntityManager, postId: string, authorId: string): Promise<PostChange> {
  const change = await changePost(manager, postId, authorId, deletedPost());
  await removePostHours(manager, postId);
  if (change.before.createdAt) await setPostTags(manager, postId, change.before.createdAt, []);
  return change;
}

/** Counts a post's hashtags again after its author's account has become private or hidden, or has ceased to be so. */
export async function retagPost({ database, people }: Pick<Context, 'database' | 'people'>, post: PostRecord) {
  await people.find([post.authorId]);
  await database.transaction(async (tx) => {
    const known = await lockKnownPost(tx.manager, post.postId);
    if (known && !known.deleted && known.postVersion === post.version) await tagPost(tx, people, post);
  });
}

/** Counts a post, whose row is locked, under the hashtags that count. */
async function tagPost(tx: Pick<Transaction, 'manager'>, people: People, post: PostSnapshot): Promise<void> {
  const author = (await people.known(tx, [post.authorId])).get(post.authorId);
  await setPostTags(tx.manager, post.postId, new Date(post.createdAt), countedTags(post, author));
}

/** Counts a reaction to a post that was added, changed or removed: for the post and its author. */
export async function countReaction(
  manager: EntityManager,
  { data, aggregateversion }: Versioned<EventData<typeof reactionChanged>>,
): Promise<void> {
  const { postId, targetAuthorId: authorId, totals } = data;
  const { after, authorDelta } = await changePost(manager, postId, authorId, withReactions(totals, aggregateversion));
  await addToUsers(manager, [[authorId, authorDelta]]);
  if (after.deleted) return;
  const at = new Date(data.at);
  const reactions = reactionChange(data.previous, data.reaction);
  await addToPostHour(manager, postId, at, { reactions });
  await addToUserDay(manager, authorId, at, { reactions });
}

type Comment = Pick<CommentSnapshot, 'postId' | 'postAuthorId' | 'authorId' | 'createdAt' | 'thread'>;

/** Counts a comment that was created (1), deleted (-1) or edited (0): for the post, its author and the comment's author. */
export async function countComment(manager: EntityManager, comment: Comment, change: 1 | -1 | 0): Promise<void> {
  const { postId, postAuthorId, authorId, thread } = comment;
  const { after, authorDelta } = await changePost(manager, postId, postAuthorId, withThread(thread));
  const written = change === 0 ? {} : { comments: change };
  await addToUsers(
    manager,
    authorId === postAuthorId
      ? [[authorId, { ...authorDelta, ...written }]]
      : [
          [postAuthorId, authorDelta],
          [authorId, written],
        ],
  );
  if (after.deleted) return;
  // Under the comment's own time, so that a deletion is subtracted from the hour to which the comment was added.
  const at = new Date(comment.createdAt);
  await addToPostHour(manager, postId, at, { comments: change });
  await addToUserDay(manager, postAuthorId, at, { comments: change });
}

/**
 * Counts a follow that began (1), ended (-1) or was hidden or shown (0). The event says what it adds to the numbers of the two
 * accounts. The day of the followed account keeps what happened, whether the follower is hidden or not.
 */
export async function countFollow(
  manager: EntityManager,
  { followerId, followingId, at, adds }: EventData<typeof followHidden>,
  change: 1 | -1 | 0,
): Promise<void> {
  await addToUsers(manager, [
    [followerId, { following: adds.following }],
    [followingId, { followers: adds.followers }],
  ]);
  await addToUserDay(manager, followingId, new Date(at), { followers: change });
}
