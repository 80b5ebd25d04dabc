/** The windows of trends, in hours. */
export const WINDOWS = { '24h': 24, '48h': 48, '7d': 168 } as const;
export type Window = keyof typeof WINDOWS;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const hourOf = (moment: Date): Date => new Date(Math.floor(moment.getTime() / HOUR_MS) * HOUR_MS);

/** The first hour of a window that ends now. The current, incomplete hour counts in addition. */
export const windowStart = (hours: number, now = new Date()): Date => hourOf(new Date(now.getTime() - hours * HOUR_MS));

/** A day in UTC: `2026-01-31`. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** The last `count` days up to today, oldest first. */
export function lastDays(count: number, now = new Date()): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(new Date(now.getTime() - (count - 1 - index) * DAY_MS)));
}

/** What a change of a user's reaction adds to the number of reactions. */
export function reactionChange(previous: string | null, reaction: string | null): number {
  return (reaction === null ? 0 : 1) - (previous === null ? 0 : 1);
}
