import { postDeleted } from '@townsquare/contracts';
import type { Transaction } from '@townsquare/kit';
import type { Post } from './post.js';
import { deletePosts, lockPost } from './post-changes.js';

/** Deletes a post with all that hangs on it, and says so; answers what it was, or null where there is none any more. */
export async function removePost(tx: Transaction, userId: string, postId: string): Promise<Post | null> {
  const post = await lockPost(tx.manager, userId, postId);
  if (!post) return null;
  await deletePosts(tx.manager, userId, [postId]);
  tx.publish(postDeleted, { id: postId, version: Number(post.version) + 1 }, { postId, authorId: userId });
  return post;
}
