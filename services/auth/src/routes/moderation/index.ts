import type { Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { claim } from './claim-case.js';
import { createReport } from './create-report.js';
import { decideCase } from './decide-case.js';
import { getCase } from './get-case.js';
import { getMyReport } from './get-report.js';
import { listQueue } from './list-cases.js';
import { listMyReports } from './list-own-reports.js';
import { release } from './release-case.js';

/** Reports, and what moderators make of them. */
export function moderationRoutes(context: Context): Route[] {
  return [
    createReport(context),
    // `mine` stands before `{reportId}`, which would take it for an id.
    listMyReports(context),
    getMyReport(context),
    listQueue(context),
    getCase(context),
    claim(context),
    release(context),
    decideCase(context),
  ];
}
