import { Id, PostView } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { presentPosts, requireVisiblePost } from '../reading/visible-posts.js';

export function getPost(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/posts/{postId}',
    summary: 'Read a post',
    tag: 'posts',
    access: 'optional',
    params: z.object({ postId: Id }),
    answer: PostView,
    errors: ['not_found'],
    async handle({ params, caller }) {
      const readerId = caller?.userId ?? null;
      const post = await requireVisiblePost(context, readerId, params.postId);
      const [view] = await presentPosts(context, readerId, [post]);
      if (!view) throw notFound('post');
      return view;
    },
  });
}
