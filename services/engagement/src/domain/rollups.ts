/** The windows over which trends are told, in hours. */
export const WINDOWS = { '24h': 24, '48h': 48, '7d': 168 } as const;
export type Window = keyof typeof WINDOWS;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const hourOf = (moment: Date): Date => new Date(Math.floor(moment.getTime() / HOUR_MS) * HOUR_MS);

/** The first hour of a window that ends now; the hour that has begun counts besides. */
export const windowStart = (hours: number, now = new Date()): Date => hourOf(new Date(now.getTime() - hours * HOUR_MS));

/** A day in UTC: `2026-01-31`. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** The last `count` days up to today, oldest first. */
export function lastDays(count: number, now = new Date()): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(new Date(now.getTime() - (count - 1 - index) * DAY_MS)));
}

/** What a change of somebody's reaction adds to the number of reactions. */
export function reactionChange(previous: string | null, reaction: string | null): number {
  return (reaction === null ? 0 : 1) - (previous === null ? 0 : 1);
}

/** The longest tag that is counted, in UTF-16 code units. */
export const MAX_TAG_LENGTH = 100;

/** The tags under which a post counts: those of one for followers alone would tell of it. */
export function countedTags({ hashtags }: { hashtags: string[] }, forFollowers: boolean): string[] {
  if (forFollowers) return [];
  return [...new Set(hashtags)].filter((tag) => tag.length > 0 && tag.length <= MAX_TAG_LENGTH);
}

/** What a change of a post's tags does to the counts, in the order of the tags so that two changes lock them alike. */
export function tagChanges(before: string[], after: string[]): { tag: string; change: 1 | -1 }[] {
  const added = after.filter((tag) => !before.includes(tag)).map((tag) => ({ tag, change: 1 as const }));
  const removed = before.filter((tag) => !after.includes(tag)).map((tag) => ({ tag, change: -1 as const }));
  return [...added, ...removed].sort((one, other) => (one.tag < other.tag ? -1 : 1));
}
