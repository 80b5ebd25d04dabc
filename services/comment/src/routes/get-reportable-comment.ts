import { getReportable, type Reportable, ReportableQuery } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { needsFollow } from '@townsquare/projections';
import type { Context } from '../context.js';
import { requireVisibleComment } from '../reading/visible-comments.js';

/** A comment as somebody sees it who reports it. It is as private as its post. */
export function getReportableComment(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: getReportable.comment.path,
    summary: 'What somebody sees of a comment that they report',
    tag: 'internal',
    access: { services: ['auth'] },
    query: ReportableQuery,
    answer: getReportable.comment.answer,
    errors: ['not_found'],
    async handle({ query: { id, readerId } }): Promise<Reportable> {
      const { comment, post } = await requireVisibleComment(context, readerId, id);
      // Of a deleted comment that has replies there is nothing left to report.
      if (comment.userId === null) throw notFound('comment');
      const author = (await context.people.find([post.authorId])).get(post.authorId);
      const isPrivate = needsFollow({ isPrivate: post.isPrivate, author });
      return { authorId: comment.userId, text: comment.content, imageUrl: null, isPrivate };
    },
  });
}
