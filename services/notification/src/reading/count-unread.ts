import { latestUnread } from '../data/notifications.js';
import { type ReadingContext, readGroups, visibleOf } from './visible.js';

/** The largest number of unread notifications that is counted. */
export const MOST_COUNTED = 1_000;

/** How many readers are counted in one batch. */
const READERS_AT_ONCE = 50;

/**
 * The number of unread notifications, or groups with unread ones, that the list shows each of these readers; 1,000 means that
 * or more. List and count use the same rule, so a notification that the list hides is not counted.
 */
export async function countUnread(
  context: ReadingContext,
  userIds: string[],
  grouped: boolean,
): Promise<Map<string, number>> {
  const counts = new Map(userIds.map((userId) => [userId, 0]));
  for (let start = 0; start < userIds.length; start += READERS_AT_ONCE) {
    const readers = userIds.slice(start, start + READERS_AT_ONCE);
    for (const userId of await shownTo(context, readers, grouped)) counts.set(userId, counts.get(userId)! + 1);
  }
  return counts;
}

/** The reader of each unread notification or group that is shown. */
async function shownTo(context: ReadingContext, readers: string[], grouped: boolean): Promise<string[]> {
  const latest = await latestUnread(context.database.manager, readers, grouped, MOST_COUNTED);
  const { visible } = await visibleOf(context, latest);
  const shown = latest.filter((one) => visible.has(one)).map(({ userId }) => userId);
  if (!grouped) return shown;
  // Another notification of a group may be shown when its latest is hidden.
  const hidden = latest.filter((one) => !visible.has(one) && one.groupKey !== null);
  for (const userId of new Set(hidden.map((one) => one.userId))) {
    const own = hidden.filter((one) => one.userId === userId);
    const { groups } = await readGroups(context, userId, own, true);
    shown.push(...groups.filter(({ members }) => members.length > 0).map(() => userId));
  }
  return shown;
}
