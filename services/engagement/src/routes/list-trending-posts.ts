import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { WINDOWS } from '../domain/rollups.js';
import { readTrendingPosts } from '../reading/trending-posts.js';
import { TrendingPostView } from '../views/metrics.js';

const TrendQuery = z.strictObject({
  window: z.enum(['24h', '48h']).default('24h'),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

export function listTrendingPosts(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/trending/posts',
    summary: 'List the trending public posts',
    description:
      'The posts with the most recent reactions and comments. A comment counts twice as much as a reaction, and what ' +
      'happened 12 hours ago half as much as now. Posts that you have muted are left out.',
    tag: 'engagement',
    access: 'optional',
    query: TrendQuery,
    answer: z.object({ items: z.array(TrendingPostView) }),
    handle: async ({ query: { window, limit }, caller }) => ({
      items: await readTrendingPosts(context, caller?.userId ?? null, WINDOWS[window], limit),
    }),
  });
}
