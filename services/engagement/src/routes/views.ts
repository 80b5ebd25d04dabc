import { Id, NO_REACTIONS, PostView, ReactionTotals, sumOfReactions } from '@townsquare/contracts';
import { z } from 'zod';
import type { PostCounts } from '../data/post-counters.js';

export const PostMetrics = z
  .object({ postId: Id, reactions: ReactionTotals, reactionCount: z.int(), commentCount: z.int() })
  .meta({ id: 'PostMetrics' });
export type PostMetrics = z.infer<typeof PostMetrics>;

export const UserMetrics = z
  .object({
    userId: Id,
    postCount: z.int(),
    commentCount: z.int().meta({ description: 'Comments that the person wrote' }),
    followerCount: z.int(),
    followingCount: z.int(),
    reactionsReceived: z.int().meta({ description: 'Reactions to their posts' }),
    commentsReceived: z.int().meta({ description: 'Comments on their posts, their own included' }),
  })
  .meta({ id: 'UserMetrics' });

export const TrendingHashtag = z.object({ tag: z.string(), posts: z.int() }).meta({ id: 'TrendingHashtag' });

export const TrendingPost = z
  .object({ post: PostView, score: z.number(), reactionCount: z.int(), commentCount: z.int() })
  .meta({ id: 'TrendingPost' });

export const AnalyticsDay = z
  .object({
    day: z.iso.date(),
    reactions: z.int(),
    comments: z.int(),
    followers: z.int(),
  })
  .meta({ id: 'AnalyticsDay', description: 'What came on a day (in UTC), less what went' });

/** A post's counts as they are shown; all 0 where nothing has been counted. */
export function toPostMetrics(postId: string, counts: PostCounts | undefined): PostMetrics {
  const reactions = counts?.totals ?? NO_REACTIONS;
  return { postId, reactions, reactionCount: sumOfReactions(reactions), commentCount: counts?.commentCount ?? 0 };
}
