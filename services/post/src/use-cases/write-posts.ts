import { type Mention, postCreated, postDeleted, postUpdated } from '@townsquare/contracts';
import { AppError, invalidField, notFound, type Transaction } from '@townsquare/kit';
import { findMentioned, type KnownPerson } from '@townsquare/projections';
import { extractHashtags, extractUsernames } from '@townsquare/text';
import type { Context } from '../context.js';
import type { Media, Post } from '../data/entities.js';
import { attachMedia, deleteMediaOf, lockFreeMedia } from '../data/media.js';
import { deletePosts, insertPost, lockPost, updatePost } from '../data/posts.js';
import { changesNothing, mediaColumns, type PostChange, requireContent } from '../domain/post.js';
import { toSnapshot } from '../views/posts.js';

/** What a text refers to. */
export type Tags = Pick<Post, 'hashtags' | 'mentions'>;

/**
 * The caller as an author. Throws `unauthenticated` when the account is gone, and `unavailable` when the profile has not
 * arrived yet: it follows the account within moments.
 */
export async function requireAuthor({ people, database }: Context, userId: string): Promise<KnownPerson> {
  const author = (await people.find([userId])).get(userId);
  if (!author) {
    await database.transaction((tx) => people.requireActive(tx, userId));
    throw new AppError('unavailable', 'Your profile does not exist yet; try again.', undefined, { 'retry-after': '1' });
  }
  return author;
}

/** The hashtags and mentions of an author's text. `before` are the mentions that it had until it was edited. */
export async function readTags(
  context: Pick<Context, 'people' | 'blocks'>,
  authorId: string,
  content: string,
  before?: Mention[],
): Promise<Tags> {
  const mentions = await findMentioned(context, authorId, extractUsernames(content), before);
  return { hashtags: extractHashtags(content), mentions };
}

/** Adds a post and publishes `post.created`. The image must be the author's, and of no other post. */
export async function addPost(
  tx: Transaction,
  userId: string,
  { content, mediaId, isPrivate }: Pick<Post, 'content' | 'isPrivate'> & { mediaId?: string | undefined },
  tags: Tags,
): Promise<Post> {
  const media = mediaId === undefined ? null : await requireFreeMedia(tx, userId, mediaId);
  const now = new Date();
  const times = { createdAt: now, updatedAt: now, version: '1' };
  const post = await insertPost(tx.manager, { userId, content, isPrivate, ...mediaColumns(media), ...tags, ...times });
  if (media) await attachMedia(tx.manager, media, post.id);
  tx.publish(postCreated, { id: post.id, version: 1 }, toSnapshot(post));
  return post;
}

/**
 * Changes a post and publishes `post.updated`, unless the change makes no difference. Returns the post as it is then.
 * `tags` are those of the new text. Throws `not_found` when the post is gone, and `invalid_request` when nothing is left of it.
 */
export async function changePost(
  tx: Transaction,
  userId: string,
  postId: string,
  change: PostChange,
  tags: Tags | undefined,
): Promise<Post> {
  const before = await lockPost(tx.manager, userId, postId);
  if (!before) throw notFound('post');
  if (changesNothing(before, change)) return before;
  const media = await replaceMedia(tx, before, change.mediaId);
  const content = change.content ?? before.content;
  const isPrivate = change.isPrivate ?? before.isPrivate;
  const changed = { ...before, ...media, ...tags, content, isPrivate, updatedAt: new Date() };
  requireContent(changed);
  const after = await updatePost(tx.manager, changed);
  tx.publish(postUpdated, { id: postId, version: Number(after.version) }, toSnapshot(after));
  return after;
}

/** Deletes a post and what belongs to it, and publishes `post.deleted`. Returns the post, or null when it was gone already. */
export async function removePost(tx: Transaction, userId: string, postId: string): Promise<Post | null> {
  const post = await lockPost(tx.manager, userId, postId);
  if (!post) return null;
  await removeLockedPosts(tx, userId, [post]);
  return post;
}

/** The same for posts of one author that the transaction has locked. */
export async function removeLockedPosts(tx: Transaction, userId: string, posts: Post[]): Promise<void> {
  await deletePosts(
    tx.manager,
    userId,
    posts.map(({ id }) => id),
  );
  for (const { id, version } of posts) {
    tx.publish(postDeleted, { id, version: Number(version) + 1 }, { postId: id, authorId: userId });
  }
}

/** Gives a post another image, or none, and deletes the old one. Returns the columns that this changes. */
async function replaceMedia(tx: Transaction, post: Post, mediaId: string | null | undefined): Promise<Partial<Post>> {
  if (mediaId === undefined || mediaId === post.mediaId) return {};
  const media = mediaId === null ? null : await requireFreeMedia(tx, post.userId, mediaId);
  await deleteMediaOf(tx.manager, post.userId, [post.id]);
  if (media) await attachMedia(tx.manager, media, post.id);
  return mediaColumns(media);
}

/** The author's image, if no post has it; locked until the transaction ends. */
async function requireFreeMedia({ manager }: Transaction, userId: string, mediaId: string): Promise<Media> {
  const media = await lockFreeMedia(manager, userId, mediaId);
  if (!media) throw invalidField('mediaId', 'must be one of your images that no post has');
  return media;
}
