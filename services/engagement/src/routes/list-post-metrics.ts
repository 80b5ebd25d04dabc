import { PageIds } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readPostCounts } from '../data/post-counters.js';
import { PostMetrics, toPostMetrics } from '../views/metrics.js';

export function listPostMetrics({ database, visibility, posts }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/metrics/posts',
    summary: 'Get the numbers of reactions and comments of several posts',
    description: 'For the posts of a page. Posts that do not exist, or that you may not see, are left out.',
    tag: 'engagement',
    access: 'optional',
    query: z.strictObject({ ids: PageIds }),
    answer: z.object({ items: z.array(PostMetrics) }),
    async handle({ query: { ids }, caller }) {
      const known = await posts.find(ids);
      const wanted = ids.flatMap((id) => known.get(id) ?? []);
      const visible = await visibility.visible(caller?.userId ?? null, wanted);
      const shown = visible.map((post) => post.postId);
      const counts = await readPostCounts(database.manager, shown);
      return { items: shown.map((id) => toPostMetrics(id, counts.get(id))) };
    },
  });
}
