import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { requireVisiblePost } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readPostCounts } from '../data/post-counters.js';
import { PostMetrics, toPostMetrics } from '../views/metrics.js';

export function getPostMetrics({ database, visibility, posts }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/posts/{postId}/metrics',
    summary: 'Get the numbers of reactions and comments of a post',
    tag: 'engagement',
    access: 'optional',
    params: z.object({ postId: Id }),
    answer: PostMetrics,
    errors: ['not_found'],
    async handle({ params: { postId }, caller }) {
      await requireVisiblePost(visibility, posts, caller?.userId ?? null, postId);
      const counts = await readPostCounts(database.manager, [postId]);
      return toPostMetrics(postId, counts.get(postId));
    },
  });
}
