import { AppError, conflict, defineRoute, forbidden, invalidField, notFound, type Route } from '@townsquare/kit';
import { writtenText } from '@townsquare/text';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockAccount } from '../../identity/data/accounts.js';
import { deleteClaim } from '../data/cases.js';
import { countRecentReports, findOwnReport, insertReport, openCase } from '../data/reports.js';
import { MAX_NOTE_LENGTH, MAX_REPORTS_A_DAY } from '../domain/report-rules.js';
import { ReportReasonName, ReportView, Target, toReportView } from '../views/report-views.js';

const Body = z.strictObject({
  target: Target,
  reason: ReportReasonName,
  note: writtenText().max(MAX_NOTE_LENGTH).default(''),
});

export function createReport({ database, reportables }: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/reports',
    summary: 'Report a post, a comment or a person to the moderators',
    description: `Moderators see the content as you see it now. You can make one open report about a target, and ${MAX_REPORTS_A_DAY} reports a day.`,
    tag: 'moderation',
    access: 'signedIn',
    creates: true,
    body: Body,
    status: 201,
    answer: ReportView,
    errors: ['not_found', 'forbidden', 'conflict', 'too_many_requests'],
    async handle({ caller: { userId }, body: { target, reason, note }, once }) {
      if (reason === 'other' && note === '') throw invalidField('note', 'must say what is wrong');
      const seen = await reportables.find(target, userId);
      if (!seen) throw notFound(target.type);
      if (seen.authorId === userId) throw forbidden('You cannot report yourself or your own content.');
      return once(database, async ({ manager }) => {
        await lockBoth(manager, userId, seen.authorId, target.type);
        if ((await countRecentReports(manager, userId)) >= MAX_REPORTS_A_DAY) throw tooMany();
        const caseId = await openCase(manager, target, seen.authorId);
        const id = await insertReport(manager, caseId, { reporterId: userId, reason, note }, seen);
        if (id === undefined) throw conflict('You have already reported this, and your report is still open.');
        // A moderator who reports a case that they have claimed loses the claim.
        await deleteClaim(manager, caseId, userId);
        return toReportView((await findOwnReport(manager, userId, id))!);
      });
    },
  });
}

/** Locks both accounts: neither can be deleted meanwhile, and the reporter's reports are counted one at a time. */
async function lockBoth(manager: EntityManager, reporterId: string, authorId: string, what: string): Promise<void> {
  const inOrder = [reporterId, authorId].sort((a, b) => Number(BigInt(a) - BigInt(b)));
  for (const id of inOrder) {
    if (await lockAccount(manager, id)) continue;
    throw id === authorId ? notFound(what) : new AppError('unauthenticated');
  }
}

function tooMany(): AppError {
  const detail = `You have made ${MAX_REPORTS_A_DAY} reports in a day; try again later.`;
  return new AppError('too_many_requests', detail, undefined, { 'retry-after': '3600' });
}
