import type { PostView } from '@townsquare/contracts';
import { forbidden, notFound } from '@townsquare/kit';
import { mentionsFor, needsFollow, toPostView } from '@townsquare/projections';
import type { Context } from '../context.js';
import type { Post } from '../data/entities.js';
import { findPosts } from '../data/posts.js';
import { toSnapshot } from '../views/posts.js';

/** The posts that the reader may see, in the same order. `null` is a reader who is signed out. */
export async function visiblePosts({ visibility }: Context, readerId: string | null, posts: Post[]): Promise<Post[]> {
  const facts = posts.map((post) => ({ authorId: post.userId, isPrivate: post.isPrivate, post }));
  return (await visibility.visible(readerId, facts)).map(({ post }) => post);
}

/** Whether only the author's followers may see the post and what belongs to it. */
export async function isForFollowers(
  { people }: Context,
  { userId, isPrivate }: Pick<Post, 'userId' | 'isPrivate'>,
): Promise<boolean> {
  return needsFollow({ isPrivate, author: (await people.find([userId])).get(userId) });
}

/** The post; throws the same `not_found` when it does not exist and when the reader may not see it. */
export async function requireVisiblePost(context: Context, readerId: string | null, postId: string): Promise<Post> {
  const [post] = await visiblePosts(context, readerId, await findPosts(context.database.manager, [postId]));
  if (!post) throw notFound('post');
  return post;
}

/** The caller's own post; throws `forbidden` for a post of another author, and `not_found` if the caller may not see it. */
export async function requireOwnPost(context: Context, callerId: string, postId: string): Promise<Post> {
  const post = await requireVisiblePost(context, callerId, postId);
  if (post.userId !== callerId) throw forbidden('Only its author may change or delete a post.');
  return post;
}

/** The views of posts that the reader may see, in the same order. A post whose author is gone is left out. */
export async function presentPosts(context: Context, readerId: string | null, posts: Post[]): Promise<PostView[]> {
  const [authors, mentionsIn] = await Promise.all([
    context.people.find(posts.map((post) => post.userId)),
    mentionsFor(context, readerId, posts),
  ]);
  return posts.flatMap((post) => {
    const author = authors.get(post.userId);
    return author ? [toPostView(toSnapshot(post), author, mentionsIn(post.mentions))] : [];
  });
}
