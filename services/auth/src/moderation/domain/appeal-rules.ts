import { type Actor, isPrivileged } from './moderation-rules.js';

/** What is appealed against: the removal that a case ended with, or being suspended or banned. */
export const APPEAL_KINDS = ['removal', 'sanction'] as const;
export type AppealKind = (typeof APPEAL_KINDS)[number];

export const APPEAL_STATES = ['open', 'dismissed', 'upheld'] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

export const MAX_APPEAL_LENGTH = 2000;

/** For how long after a decision an appeal is heard. */
export const APPEAL_DAYS = 30;

const DAY_MS = 24 * 3600 * 1000;

/** Until when an appeal against a decision is heard. */
export function appealableUntil(decidedAt: Date): Date {
  return new Date(decidedAt.getTime() + APPEAL_DAYS * DAY_MS);
}

/**
 * Why somebody may not decide an appeal, or undefined where they may; that they have no part in the case is another rule. It is
 * not for who made the decision, unless there is nobody else: `others` is how many that are. Without that, a town with one administrator would hear no appeal.
 */
export function refusalToJudge(
  actor: Actor,
  { userId, judgedBy }: { userId: string; judgedBy: string },
  others: number,
): string | undefined {
  if (actor.userId === userId) return 'Nobody decides their own appeal.';
  return actor.userId === judgedBy && others > 0
    ? 'Somebody else has to decide this: you made the decision.'
    : undefined;
}

/** Who may decide an appeal: what only an administrator could have decided, only an administrator undoes. */
export function judgesOf(isBan: boolean, appellant: Pick<Actor, 'roles'>): ('admin' | 'moderator')[] {
  return isBan || isPrivileged(appellant) ? ['admin'] : ['admin', 'moderator'];
}

/** What is said of an appeal to who made it; `removed` is the text that went, which they may write anew. */
export function appealText(
  appeal: { state: AppealState; decisionReason: string | null },
  removed: string | undefined,
): string {
  if (appeal.state === 'open') return 'Your appeal waits for a decision.';
  const text = `Your appeal was ${appeal.state}: ${appeal.decisionReason}`;
  if (appeal.state === 'dismissed' || removed === undefined || removed === '') return text;
  return `${text} You may write this again: ${removed}`;
}
