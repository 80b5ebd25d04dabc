import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { trendingHashtags } from '../data/hashtags.js';
import { WINDOWS } from '../domain/rollups.js';
import { TrendingHashtagView } from '../views/metrics.js';

const TrendQuery = z.strictObject({
  window: z.enum(['24h', '48h', '7d']).default('24h'),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

export function listTrendingHashtags({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/trending/hashtags',
    summary: 'List the trending hashtags',
    description: 'The hashtags with the most public posts within the window, counted in whole hours.',
    tag: 'engagement',
    access: 'public',
    query: TrendQuery,
    answer: z.object({ items: z.array(TrendingHashtagView) }),
    async handle({ query: { window, limit } }) {
      return { items: await trendingHashtags(database.manager, WINDOWS[window], limit) };
    },
  });
}
