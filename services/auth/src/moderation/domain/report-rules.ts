import type { Actor } from './moderation-rules.js';

/** Why something is reported. `other` is explained by the note. */
export const REPORT_REASONS = [
  'spam',
  'harassment',
  'hate',
  'violence',
  'sexual',
  'self_harm',
  'false_information',
  'impersonation',
  'illegal',
  'other',
] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

export const CASE_STATES = ['open', 'dismissed', 'upheld'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** What its reporter is told of a report: how its case stands, and whether an appeal has overturned the decision. */
export const REPORT_STATES = [...CASE_STATES, 'overturned'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export const MAX_NOTE_LENGTH = 1000;

/** The most that one person reports in a day, so that nobody floods the queue. */
export const MAX_REPORTS_A_DAY = 20;

/** For how long a claimed case is left to its moderator. They may claim it again, for as long. */
export const CLAIM_MINUTES = 30;

/** For how long after its decision a case is kept, with what was reported. */
export const KEEP_DAYS = 365;

/** Who works on a case, and until when. */
export interface Claim {
  claimedBy: string | null;
  claimedUntil: Date | null;
}

/** Who works on a case now; null where nobody does, or not any more. */
export function claimantOf({ claimedBy, claimedUntil }: Claim, now: Date): string | null {
  return claimedBy !== null && claimedUntil !== null && claimedUntil > now ? claimedBy : null;
}

/**
 * Why a moderator may not act on a case, or undefined where they may: look into it, claim or release it, decide it, or decide
 * the appeal against what it ended with. One who is a party to it is not impartial, and would learn who has reported them.
 */
export function refusalAsParty(
  actor: Actor,
  { authorId, reporterIds }: { authorId: string; reporterIds: readonly string[] },
): string | undefined {
  if (actor.userId === authorId) return 'This case is about you: another moderator has to act on it.';
  if (reporterIds.includes(actor.userId)) return 'You have reported this: another moderator has to act on the case.';
  return undefined;
}

/** Why a moderator may not decide a case, or undefined where they may. */
export function refusalToDecide(actor: Actor, { state, ...claim }: Claim & { state: CaseState }, now: Date) {
  if (state !== 'open') return 'This case is decided.';
  return claimantOf(claim, now) === actor.userId ? undefined : 'Claim the case first.';
}
