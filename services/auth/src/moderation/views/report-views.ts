import { Id, REPORTABLE_TYPES, Timestamp } from '@townsquare/contracts';
import { z } from 'zod';
import type { Case } from '../data/cases.js';
import type { Report, ReportOnCase } from '../data/reports.js';
import type { Sanction } from '../data/sanctions.js';
import { CASE_STATES, claimantOf, REPORT_REASONS, REPORT_STATES } from '../domain/report-rules.js';
import { SanctionView, toSanctionView } from './sanction-views.js';

export const Target = z.strictObject({ type: z.enum(REPORTABLE_TYPES), id: Id });
export const ReportReasonName = z.enum(REPORT_REASONS);
export const CaseStateName = z.enum(CASE_STATES);

export const ReportView = z
  .object({
    id: Id,
    target: Target,
    reason: ReportReasonName,
    note: z.string(),
    state: z.enum(REPORT_STATES).meta({ description: 'The outcome, including that of an appeal against the decision' }),
    createdAt: Timestamp,
    decidedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Report' });

/** A report as its reporter sees it, without who decided and what was done. */
export function toReportView(report: Report): z.infer<typeof ReportView> {
  const { id, targetType, targetId, reason, note, state, createdAt, decidedAt } = report;
  return {
    id,
    target: { type: targetType, id: targetId },
    reason,
    note,
    state,
    createdAt: createdAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

export const CaseView = z
  .object({
    id: Id,
    target: Target,
    authorId: Id,
    state: CaseStateName,
    reports: z.int().meta({ description: 'How many reports the case has' }),
    openedAt: Timestamp,
    claimedBy: Id.nullable().meta({ description: 'The moderator who has claimed it' }),
    claimedUntil: Timestamp.nullable(),
    removed: z.boolean().meta({ description: 'Whether the content was removed' }),
    decidedBy: Id.nullable(),
    decidedAt: Timestamp.nullable(),
    decisionReason: z.string().nullable(),
    overturnedAt: Timestamp.nullable().meta({ description: 'When an appeal against the decision was upheld' }),
  })
  .meta({ id: 'ModerationCase' });

export function toCaseView(found: Case): z.infer<typeof CaseView> {
  const { id, targetType, targetId, authorId, state, reports, createdAt, removed } = found;
  const claimedBy = claimantOf(found, new Date());
  return {
    id,
    target: { type: targetType, id: targetId },
    authorId,
    state,
    reports,
    openedAt: createdAt.toISOString(),
    claimedBy,
    claimedUntil: claimedBy === null ? null : (found.claimedUntil?.toISOString() ?? null),
    removed,
    decidedBy: found.decidedBy,
    decidedAt: found.decidedAt?.toISOString() ?? null,
    decisionReason: found.decisionReason,
    overturnedAt: found.overturnedAt?.toISOString() ?? null,
  };
}

const ReportOnCaseView = z.object({
  id: Id,
  reporterId: Id,
  reason: ReportReasonName,
  note: z.string(),
  content: z.string().meta({ description: 'As the reporter saw it' }),
  imageUrl: z.string().nullable(),
  isPrivate: z.boolean(),
  createdAt: Timestamp,
});

export const CaseWithReportsView = CaseView.extend({
  reportList: z.array(ReportOnCaseView).meta({ description: 'The first hundred, the oldest first' }),
  sanctions: z.array(SanctionView).meta({ description: 'The past sanctions of the author, the newest first' }),
}).meta({ id: 'ModerationCaseWithReports' });

export function toCaseWithReportsView(
  found: Case,
  reports: ReportOnCase[],
  sanctions: Sanction[],
): z.infer<typeof CaseWithReportsView> {
  return {
    ...toCaseView(found),
    reportList: reports.map((report) => ({ ...report, createdAt: report.createdAt.toISOString() })),
    sanctions: sanctions.map(toSanctionView),
  };
}

/** The parameters of paths under a case. */
export const CasePath = z.object({ caseId: Id });
