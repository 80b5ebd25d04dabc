import { getReportable as calls, type Reportable, ReportableQuery } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { viewProfile } from '../reading/people.js';

/** A profile as its reporter sees it. */
export function getReportable(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: calls.user.path,
    summary: 'Read a profile as its reporter sees it',
    tag: 'internal',
    access: { services: ['auth'] },
    query: ReportableQuery,
    answer: calls.user.answer,
    errors: ['not_found'],
    async handle({ query: { id, readerId } }): Promise<Reportable> {
      const { userId, username, fullName, bio, profilePicture } = await viewProfile(context, readerId, id);
      const text = [`${fullName} (${username})`, bio].filter((line) => line !== '').join('\n');
      return { authorId: userId, text, imageUrl: profilePicture, isPrivate: false };
    },
  });
}
