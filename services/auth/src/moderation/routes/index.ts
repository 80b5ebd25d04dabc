import type { Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { appealSanction } from './appeal-sanction.js';
import { banAccount } from './ban-account.js';
import { claimCase } from './claim-case.js';
import { createAppeal } from './create-appeal.js';
import { createReport } from './create-report.js';
import { decideAppeal } from './decide-appeal.js';
import { decideCase } from './decide-case.js';
import { exportRemovals } from './export-removals.js';
import { getCase } from './get-case.js';
import { getReport } from './get-report.js';
import { getReportedImage } from './get-reported-image.js';
import { getStanding } from './get-standing.js';
import { grantRole } from './grant-role.js';
import { liftSanction } from './lift-sanction.js';
import { listAppeals } from './list-appeals.js';
import { listAuditLog } from './list-audit-log.js';
import { listCases } from './list-cases.js';
import { listOwnReports } from './list-own-reports.js';
import { listRemovals } from './list-removals.js';
import { releaseCase } from './release-case.js';
import { revokeRole } from './revoke-role.js';
import { suspendAccount } from './suspend-account.js';

/** Roles and sanctions, reports and their cases, appeals, and the audit log. */
export function createRoutes(context: Context): Route[] {
  return [
    getStanding(context),
    grantRole(context),
    revokeRole(context),
    suspendAccount(context),
    banAccount(context),
    liftSanction(context),
    listAuditLog(context),
    createReport(context),
    // `mine` stands before `{reportId}`, which would read it as an id.
    listOwnReports(context),
    getReport(context),
    listCases(context),
    getCase(context),
    getReportedImage(context),
    claimCase(context),
    releaseCase(context),
    decideCase(context),
    createAppeal(context),
    appealSanction(context),
    listRemovals(context),
    exportRemovals(context),
    listAppeals(context),
    decideAppeal(context),
  ];
}
