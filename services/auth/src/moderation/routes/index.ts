import type { Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { appealKeptOut } from './appeal-sanction.js';
import { claim } from './claim-case.js';
import { createAppeal } from './create-appeal.js';
import { createReport } from './create-report.js';
import { decideAppeal } from './decide-appeal.js';
import { decideCase } from './decide-case.js';
import { getCase } from './get-case.js';
import { getMyReport } from './get-report.js';
import { getReportedImage } from './get-reported-image.js';
import { listAppealQueue } from './list-appeals.js';
import { listQueue } from './list-cases.js';
import { listMyReports } from './list-own-reports.js';
import { listMyRemovals } from './list-removals.js';
import { release } from './release-case.js';

/** Reports, what moderators make of them, and appeals against that. */
export function moderationRoutes(context: Context): Route[] {
  return [
    createReport(context),
    // `mine` stands before `{reportId}`, which would take it for an id.
    listMyReports(context),
    getMyReport(context),
    listQueue(context),
    getCase(context),
    getReportedImage(context),
    claim(context),
    release(context),
    decideCase(context),
    createAppeal(context),
    appealKeptOut(context),
    listMyRemovals(context),
    listAppealQueue(context),
    decideAppeal(context),
  ];
}
