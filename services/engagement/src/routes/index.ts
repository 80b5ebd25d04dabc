import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { getOwnAnalytics } from './get-own-analytics.js';
import { getPostMetrics } from './get-post-metrics.js';
import { getUserMetrics } from './get-user-metrics.js';
import { listPostMetrics } from './list-post-metrics.js';
import { listTrendingHashtags } from './list-trending-hashtags.js';
import { listTrendingPosts } from './list-trending-posts.js';

export function createRoutes(context: Context): Route[] {
  return [
    getPostMetrics(context),
    listPostMetrics(context),
    getUserMetrics(context),
    listTrendingHashtags(context),
    listTrendingPosts(context),
    getOwnAnalytics(context),
  ];
}
