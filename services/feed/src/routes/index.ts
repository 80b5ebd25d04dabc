import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { getFeed } from './get-feed.js';
import { getPublicTimeline } from './get-public-timeline.js';

export function createRoutes(context: Context): Route[] {
  return [getFeed(context), getPublicTimeline(context)];
}
