import type { PostView } from '@townsquare/contracts';
import { fillPage } from '@townsquare/kit';
import { isForEveryone, mentionsFor, toPostView } from '@townsquare/projections';
import type { Context } from '../context.js';
import { readPostCounts } from '../data/post-counters.js';
import { type TrendingPost, trendingPosts } from '../data/rollups.js';
import { type TrendingPostView, toPostMetrics } from '../views/metrics.js';

/** The posts that trend over the last `hours`, as the reader may see them, without those that the reader has muted. */
export async function readTrendingPosts(
  context: Context,
  readerId: string | null,
  hours: number,
  limit: number,
): Promise<TrendingPostView[]> {
  const hidden = await context.blocks.allOf(readerId);
  // The ranking has no cursor, since scores fall from hour to hour: each call reads on after what the calls before read.
  let offset = 0;
  const read = async (_last: TrendingPost | undefined, count: number) => {
    const trends = await trendingPosts(context.database.manager, hours, hidden, count, offset);
    offset += trends.length;
    return trends;
  };
  return (await fillPage(limit, read, (trends) => present(context, readerId, trends))).items;
}

/** The views of the posts; undefined for a post that has become private, is deleted, or is muted by the reader. */
async function present(context: Context, readerId: string | null, trends: TrendingPost[]) {
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

/** The views of those posts that their owner still has and that are for everyone. */
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
