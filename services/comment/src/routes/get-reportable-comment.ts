import { getReportable, type Reportable, ReportableQuery } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { needsFollow } from '@townsquare/projections';
import type { Context } from '../context.js';
import { requireComment } from '../reading/comment-views.js';

/** A comment as the account that reports it sees it. A comment is as private as its post. */
export function getReportableComment(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: getReportable.comment.path,
    summary: 'A comment as the account that reports it sees it',
    tag: 'internal',
    access: { services: ['auth'] },
    query: ReportableQuery,
    answer: getReportable.comment.answer,
    errors: ['not_found'],
    async handle({ query: { id, readerId } }): Promise<Reportable> {
      const { comment, post } = await requireComment(context, readerId, id);
      // A tombstone has no text to report.
      if (comment.authorId === null) throw notFound('comment');
      const author = (await context.people.find([post.authorId])).get(post.authorId);
      const isPrivate = needsFollow({ isPrivate: post.isPrivate, author });
      return { authorId: comment.authorId, text: comment.content, imageUrl: null, isPrivate };
    },
  });
}
