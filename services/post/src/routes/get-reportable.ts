import { getReportable, type Reportable, ReportableQuery } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { toSnapshot } from '../domain/post-views.js';
import { isForFollowers, requireVisiblePost } from '../visible-posts.js';

/** A post as somebody sees it who reports it. */
export function getReportablePost(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: getReportable.post.path,
    summary: 'What somebody sees of a post that they report',
    tag: 'internal',
    access: { services: ['auth'] },
    query: ReportableQuery,
    answer: getReportable.post.answer,
    errors: ['not_found'],
    async handle({ query: { id, readerId } }): Promise<Reportable> {
      const post = await requireVisiblePost(context, readerId, id);
      const { authorId, content, media } = toSnapshot(post);
      const isPrivate = await isForFollowers(context, post);
      return { authorId, text: content, imageUrl: media?.url ?? null, isPrivate };
    },
  });
}
