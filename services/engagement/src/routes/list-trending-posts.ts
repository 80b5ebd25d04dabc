import type { PostRecord, PostView } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { type KnownPerson, toView } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readPostCounts } from '../data/post-counters.js';
import { trendingPosts } from '../data/trends.js';
import { WINDOWS } from '../domain/rollups.js';
import { TrendingPost, toPostMetrics } from './views.js';

const TrendQuery = z.strictObject({
  window: z.enum(['24h', '48h']).default('24h'),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

export function listTrendingPosts(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/trending/posts',
    summary: 'The public posts that got the most reactions and comments lately',
    description: 'A comment counts twice as much as a reaction, and what happened 12 hours ago half as much as now.',
    tag: 'engagement',
    access: 'optional',
    query: TrendQuery,
    answer: z.object({ items: z.array(TrendingPost) }),
    async handle({ query: { window, limit }, caller }) {
      const { database, blocks } = context;
      const hidden = await blocks.allOf(caller?.userId ?? null);
      const trends = await trendingPosts(database.manager, WINDOWS[window], limit, hidden);
      const ids = trends.map(({ postId }) => postId);
      const [views, counts] = await Promise.all([viewsOf(context, ids), readPostCounts(database.manager, ids)]);
      const items = trends.flatMap(({ postId, score }) => {
        const post = views.get(postId);
        const { reactionCount, commentCount } = toPostMetrics(postId, counts.get(postId));
        return post ? [{ post, score, reactionCount, commentCount }] : [];
      });
      return { items };
    },
  });
}

/** The posts as they are shown, from their owner; what has turned private or is gone by now is left out. */
async function viewsOf({ owners, people }: Context, ids: string[]): Promise<Map<string, PostView>> {
  if (ids.length === 0) return new Map();
  const records = (await owners.posts(ids)).filter((record) => !record.isPrivate);
  const authors = await people.find(records.map((record) => record.authorId));
  return new Map(
    records.flatMap((record) => {
      const author = authors.get(record.authorId);
      return author && !author.isPrivate ? [[record.postId, toPostView(record, author)] as const] : [];
    }),
  );
}

function toPostView(record: PostRecord, author: KnownPerson): PostView {
  const { content, media, isPrivate, hashtags, mentions, createdAt, updatedAt } = record;
  const shown = { content, media, isPrivate, hashtags, mentions, createdAt, updatedAt };
  return { id: record.postId, author: toView(author), ...shown };
}
