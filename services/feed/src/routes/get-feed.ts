import { PageQuery, PostView, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readFeed } from '../reading/read-feed.js';

export function getFeed(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/feed',
    summary: 'Read your home timeline',
    description:
      'Your own posts and the posts of the people you follow, newest first. Posts that you have muted are left out.',
    tag: 'feed',
    access: 'signedIn',
    query: PageQuery,
    answer: page(PostView),
    errors: ['invalid_cursor'],
    handle: ({ caller, query }) => readFeed(context, caller.userId, query),
  });
}
