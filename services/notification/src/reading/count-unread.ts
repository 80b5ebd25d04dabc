import { latestUnread } from '../data/notifications.js';
import { type ReadingContext, readGroups, visibleOf } from './visible.js';

/** How many unread notifications of a person are counted: what is more than that is no number to anybody. */
export const MOST_COUNTED = 1_000;

/** People whose notifications are judged at once. */
const READERS_AT_ONCE = 50;

/**
 * How many unread notifications, or groups with such, the list shows each of these people; a thousand stands for that or
 * more. What the list does not show is not counted, for both are judged alike.
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

/** Whose each unread notification or group is that is shown. */
async function shownTo(context: ReadingContext, readers: string[], grouped: boolean): Promise<string[]> {
  const latest = await latestUnread(context.database.manager, readers, grouped, MOST_COUNTED);
  const { visible } = await visibleOf(context, latest);
  const shown = latest.filter((one) => visible.has(one)).map(({ userId }) => userId);
  if (!grouped) return shown;
  // Of a group whose latest is hidden, another may be shown.
  const hidden = latest.filter((one) => !visible.has(one) && one.groupKey !== null);
  for (const userId of new Set(hidden.map((one) => one.userId))) {
    const own = hidden.filter((one) => one.userId === userId);
    const { groups } = await readGroups(context, userId, own, true);
    shown.push(...groups.filter(({ members }) => members.length > 0).map(() => userId));
  }
  return shown;
}
