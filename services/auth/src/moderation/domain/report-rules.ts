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

/** The state of a report for its reporter: that of its case, or that an appeal has overturned the decision. */
export const REPORT_STATES = [...CASE_STATES, 'overturned'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export const MAX_NOTE_LENGTH = 1000;

/** The most reports that one account makes in a day. */
export const MAX_REPORTS_A_DAY = 20;

/** How long the claim to a case lasts. Its moderator may claim the case again. */
export const CLAIM_MINUTES = 30;

/** How long a case is kept after its decision, with its reports. */
export const KEEP_DAYS = 365;

/** Who has claimed a case, and until when. */
export interface Claim {
  claimedBy: string | null;
  claimedUntil: Date | null;
}

/** Returns who holds the claim to a case now, or null. */
export function claimantOf({ claimedBy, claimedUntil }: Claim, now: Date): string | null {
  return claimedBy !== null && claimedUntil !== null && claimedUntil > now ? claimedBy : null;
}

/**
 * Returns why a moderator may not act on a case, or undefined where they may: view, claim, release or decide it, or decide the
 * appeal against its decision. A moderator who is a party to the case is not impartial, and would learn who reported them.
 */
export function refusalAsParty(
  actor: Actor,
  { authorId, reporterIds }: { authorId: string; reporterIds: readonly string[] },
): string | undefined {
  if (actor.userId === authorId) return 'This case is about you: another moderator has to act on it.';
  if (reporterIds.includes(actor.userId)) return 'You have reported this: another moderator has to act on the case.';
  return undefined;
}

/** Returns why a moderator may not decide a case, or undefined where they may. */
export function refusalToDecide(actor: Actor, { state, ...claim }: Claim & { state: CaseState }, now: Date) {
  if (state !== 'open') return 'This case has already been decided.';
  return claimantOf(claim, now) === actor.userId ? undefined : 'Claim the case first.';
}
