import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { requireOwnPost } from '../reading/visible-posts.js';
import { removePost } from '../use-cases/write-posts.js';

export function deletePost(context: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/posts/{postId}',
    summary: 'Delete your post and its image',
    tag: 'posts',
    access: 'signedIn',
    params: z.object({ postId: Id }),
    status: 204,
    errors: ['forbidden', 'not_found'],
    async handle({ params: { postId }, caller: { userId } }) {
      await requireOwnPost(context, userId, postId);
      const removed = await context.database.transaction((tx) => removePost(tx, userId, postId));
      if (!removed) throw notFound('post');
      if (removed.mediaId !== null) context.mediaCleaner.wake();
    },
  });
}
