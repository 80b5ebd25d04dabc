import { forbidden, notFound } from '@townsquare/kit';
import { needsFollow } from '@townsquare/projections';
import type { Context } from './context.js';
import type { Post } from './data/post.js';
import { findPosts } from './data/post-queries.js';

/** Those of the posts that the reader may see, in the same order. `null` is a reader who is signed out. */
export async function visiblePosts({ visibility }: Context, readerId: string | null, posts: Post[]): Promise<Post[]> {
  const facts = posts.map((post) => ({ authorId: post.userId, isPrivate: post.isPrivate, post }));
  return (await visibility.visible(readerId, facts)).map(({ post }) => post);
}

/** Whether the post, or what hangs on it, is for its author's followers alone. */
export async function isForFollowers(
  { people }: Context,
  { userId, isPrivate }: Pick<Post, 'userId' | 'isPrivate'>,
): Promise<boolean> {
  return needsFollow({ isPrivate, author: (await people.find([userId])).get(userId) });
}

/** The post; throws the same `not_found` when there is none and when the reader may not see it. */
export async function requireVisiblePost(context: Context, readerId: string | null, postId: string): Promise<Post> {
  const [post] = await visiblePosts(context, readerId, await findPosts(context.database.manager, [postId]));
  if (!post) throw notFound('post');
  return post;
}

/** The post, for its author; throws `forbidden` for anyone else who sees it, and `not_found` for who does not. */
export async function requireOwnPost(context: Context, callerId: string, postId: string): Promise<Post> {
  const post = await requireVisiblePost(context, callerId, postId);
  if (post.userId !== callerId) throw forbidden('Only its author may change or delete a post.');
  return post;
}
