import { Id, postDeleted } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { deletePosts, lockPost } from '../data/post-changes.js';
import { requireOwnPost } from '../visible-posts.js';

export function deletePost(context: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/posts/{postId}',
    summary: 'Delete a post of your own, with its image',
    tag: 'posts',
    access: 'signedIn',
    params: z.object({ postId: Id }),
    status: 204,
    errors: ['forbidden', 'not_found'],
    async handle({ params: { postId }, caller: { userId } }) {
      await requireOwnPost(context, userId, postId);
      const hadMedia = await context.database.transaction(async (tx) => {
        const post = await lockPost(tx.manager, userId, postId);
        if (!post) throw notFound('post');
        await deletePosts(tx.manager, userId, [postId]);
        tx.publish(postDeleted, { id: postId, version: Number(post.version) + 1 }, { postId, authorId: userId });
        return post.mediaId !== null;
      });
      if (hadMedia) context.mediaCleaner.wake();
    },
  });
}
