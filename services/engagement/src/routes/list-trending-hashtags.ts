import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { trendingHashtags } from '../data/trends.js';
import { WINDOWS } from '../domain/rollups.js';
import { TrendingHashtag } from '../views/metrics.js';

const TrendQuery = z.strictObject({
  window: z.enum(['24h', '48h', '7d']).default('24h'),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

export function listTrendingHashtags({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/trending/hashtags',
    summary: 'The hashtags of the most posts lately',
    description: 'Over public posts that were made within the window, counted in whole hours.',
    tag: 'engagement',
    access: 'public',
    query: TrendQuery,
    answer: z.object({ items: z.array(TrendingHashtag) }),
    async handle({ query: { window, limit } }) {
      return { items: await trendingHashtags(database.manager, WINDOWS[window], limit) };
    },
  });
}
