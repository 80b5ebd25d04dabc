import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { listReportsOn, type ReportOnCase } from '../data/reports.js';
import { lookInto } from '../use-cases/permissions.js';
import { CasePath } from '../views/report-views.js';

/** The path of an image of a post. Profile pictures have other paths and are public. */
const OF_A_POST = /^\/api\/v1\/media\/(\d+)\//;

export function getReportedImage({ database: { manager }, othersData }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/moderation/cases/{caseId}/reports/{reportId}/image',
    summary: 'Get the image of a reported post, even where only followers of its author may see it',
    description: 'Viewing an image that was not public is recorded in the audit log. A deleted image is not found.',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: CasePath.extend({ reportId: Id }),
    produces: 'image/webp',
    errors: ['not_found', 'unavailable'],
    async handle({ caller, params: { caseId, reportId }, response }) {
      const reports = await listReportsOn(manager, caseId);
      const report = reports.find(({ id }) => id === reportId);
      const found = await lookInto(manager, caller, caseId, report ? [report] : []);
      const image = report && imageOf(report);
      const bytes = image && (await othersData.readImage('post', found.authorId, image));
      if (!bytes) throw notFound('image');
      response
        .set({ 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" })
        .type('image/webp')
        .send(bytes);
    },
  });
}

function imageOf({ imageUrl }: ReportOnCase): string | undefined {
  return imageUrl === null ? undefined : OF_A_POST.exec(imageUrl)?.[1];
}
