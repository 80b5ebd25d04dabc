import { getReportable, type Reportable, ReportableQuery } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { viewProfile } from '../people.js';

/** A person as somebody sees them who reports them. */
export function getReportableUser(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: getReportable.user.path,
    summary: 'What somebody sees of a person whom they report',
    tag: 'Internal',
    access: { services: ['auth'] },
    query: ReportableQuery,
    answer: getReportable.user.answer,
    errors: ['not_found'],
    async handle({ query: { id, readerId } }): Promise<Reportable> {
      const { userId, username, fullName, bio, profilePicture } = await viewProfile(context, readerId, id);
      const text = [`${fullName} (${username})`, bio].filter((line) => line !== '').join('\n');
      return { authorId: userId, text, imageUrl: profilePicture, isPrivate: false };
    },
  });
}
