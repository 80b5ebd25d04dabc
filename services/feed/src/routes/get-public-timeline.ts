import { PageQuery, PostView, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readPublicTimeline } from '../reading/read-feed.js';

export function getPublicTimeline(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/timeline/public',
    summary: 'Read the public timeline',
    description:
      'The posts of all users that everyone may see, newest first. For a signed-in reader without the posts that you have ' +
      'muted, and without those of users who have blocked you or whom you have blocked.',
    tag: 'feed',
    access: 'optional',
    query: PageQuery,
    answer: page(PostView),
    errors: ['invalid_cursor'],
    handle: ({ caller, query }) => readPublicTimeline(context, caller?.userId ?? null, query),
  });
}
