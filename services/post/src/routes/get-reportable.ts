import { getReportable as calls, type Reportable, ReportableQuery } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { isForFollowers, requireVisiblePost } from '../reading/visible-posts.js';
import { toSnapshot } from '../views/posts.js';

/** A post as its reporter sees it. */
export function getReportable(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: calls.post.path,
    summary: 'Read a post as its reporter sees it',
    tag: 'internal',
    access: { services: ['auth'] },
    query: ReportableQuery,
    answer: calls.post.answer,
    errors: ['not_found'],
    async handle({ query: { id, readerId } }): Promise<Reportable> {
      const post = await requireVisiblePost(context, readerId, id);
      const { authorId, content, media } = toSnapshot(post);
      const isPrivate = await isForFollowers(context, post);
      return { authorId, text: content, imageUrl: media?.url ?? null, isPrivate };
    },
  });
}
