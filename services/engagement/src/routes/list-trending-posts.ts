import type { PostView } from '@townsquare/contracts';
import { defineRoute, fillPage, type Route } from '@townsquare/kit';
import { isForEveryone, mentionsFor, toPostView } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readPostCounts } from '../data/post-counters.js';
import { type TrendingPost as Trend, trendingPosts } from '../data/trends.js';
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
    description:
      'A comment counts twice as much as a reaction, and what happened 12 hours ago half as much as now. Posts that you have ' +
      'muted are left out.',
    tag: 'engagement',
    access: 'optional',
    query: TrendQuery,
    answer: z.object({ items: z.array(TrendingPost) }),
    async handle({ query: { window, limit }, caller }) {
      const readerId = caller?.userId ?? null;
      const hidden = await context.blocks.allOf(readerId);
      const read = rankedFrom((count, offset) =>
        trendingPosts(context.database.manager, WINDOWS[window], hidden, count, offset),
      );
      return { items: (await fillPage(limit, read, (trends) => present(context, readerId, trends))).items };
    },
  });
}

/** Reads on in the ranking with each call. A score falls from hour to hour, so no place in it can be told by one. */
function rankedFrom(read: (count: number, offset: number) => Promise<Trend[]>) {
  let offset = 0;
  return async (_last: Trend | undefined, count: number) => {
    const trends = await read(count, offset);
    offset += trends.length;
    return trends;
  };
}

/** The posts as they are shown; undefined for what has turned private, is gone by now, or is muted by the reader. */
async function present(context: Context, readerId: string | null, trends: Trend[]) {
  const ids = trends.map(({ postId }) => postId);
  const [views, counts] = await Promise.all([
    viewsOf(context, readerId, ids),
    readPostCounts(context.database.manager, ids),
  ]);
  const authorIds = [...views.values()].map(({ author }) => author.userId);
  const isMuted = await context.mutes.of(readerId, authorIds);
  return trends.map(({ postId, score }) => {
    const post = views.get(postId);
    if (!post || isMuted({ authorId: post.author.userId, content: post.content })) return undefined;
    const { reactionCount, commentCount } = toPostMetrics(postId, counts.get(postId));
    return { post, score, reactionCount, commentCount };
  });
}

/** The posts as the reader is shown them, from their owner; what has turned private, hidden or is gone by now is left out. */
async function viewsOf(context: Context, readerId: string | null, ids: string[]): Promise<Map<string, PostView>> {
  if (ids.length === 0) return new Map();
  const records = await context.owners.posts(ids);
  const [authors, mentionsIn] = await Promise.all([
    context.people.find(records.map((record) => record.authorId)),
    mentionsFor(context, readerId, records),
  ]);
  return new Map(
    records.flatMap((record) => {
      const author = authors.get(record.authorId);
      if (!author || !isForEveryone({ ...record, author })) return [];
      return [[record.postId, toPostView(record, author, mentionsIn(record.mentions))] as const];
    }),
  );
}
