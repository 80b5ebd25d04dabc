import { type Actor, isPrivileged } from './moderation-rules.js';

/** What an appeal is against: the removal that a case ended with, or a suspension or ban. */
export const APPEAL_KINDS = ['removal', 'sanction'] as const;
export type AppealKind = (typeof APPEAL_KINDS)[number];

export const APPEAL_STATES = ['open', 'dismissed', 'upheld'] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

export const MAX_APPEAL_LENGTH = 2000;

/** For how long after a decision its subject may appeal. */
export const APPEAL_DAYS = 30;

const DAY_MS = 24 * 3600 * 1000;

/** Returns until when the subject of a decision may appeal. */
export function appealableUntil(decidedAt: Date): Date {
  return new Date(decidedAt.getTime() + APPEAL_DAYS * DAY_MS);
}

/**
 * Returns why the actor may not decide an appeal, or undefined where they may. A different moderator decides it than made the
 * decision, unless there is none: `others` counts them. A town with one administrator could otherwise decide no appeal.
 */
export function refusalToJudge(
  actor: Actor,
  { userId, judgedBy }: { userId: string; judgedBy: string },
  others: number,
): string | undefined {
  if (actor.userId === userId) return 'You cannot decide your own appeal.';
  return actor.userId === judgedBy && others > 0
    ? 'You made the decision: a different moderator has to decide the appeal.'
    : undefined;
}

/** Returns the roles that may decide an appeal: only an administrator undoes what only an administrator may decide. */
export function judgesOf(isBan: boolean, appellant: Pick<Actor, 'roles'>): ('admin' | 'moderator')[] {
  return isBan || isPrivileged(appellant) ? ['admin'] : ['admin', 'moderator'];
}

/** Returns the sentence that tells the appellant the state of an appeal; `removed` is the removed text. */
export function appealText(
  appeal: { state: AppealState; decisionReason: string | null },
  removed: string | undefined,
): string {
  if (appeal.state === 'open') return 'Your appeal has not been decided yet.';
  const text = `Your appeal was ${appeal.state}: ${appeal.decisionReason}`;
  if (appeal.state === 'dismissed' || removed === undefined || removed === '') return text;
  return `${text} You may post your text again: ${removed}`;
}
