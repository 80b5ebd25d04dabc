import type { KnownPerson } from '@townsquare/projections';
import { latestOfGroups, type Notification } from '../data/notifications.js';
import { type ReadingContext, visibleOf } from './visible.js';

/** How much of a group is looked at: what thousands did in a day is not read whole for one line. */
const LOOKED_AT = 100;

/** What is shown as one. */
export interface Group {
  /** Those that the reader may see, newest first. */
  members: Notification[];
  /** There may be more than were looked at. */
  atLeast: boolean;
}

/** The groups that these notifications of a person stand for, in the same order, and who the actors in them are. */
export async function readGroups(
  context: ReadingContext,
  userId: string,
  notifications: Notification[],
  unreadOnly = false,
): Promise<{ groups: Group[]; actors: Map<string, KnownPerson> }> {
  const keys = notifications.flatMap(({ groupKey }) => groupKey ?? []);
  const latest = await latestOfGroups(context.database.manager, userId, keys, unreadOnly, LOOKED_AT);
  const candidates = notifications.map((one) => (one.groupKey === null ? [one] : latest.get(one.groupKey)!));
  const { visible, actors } = await visibleOf(context, candidates.flat());
  const groups = candidates.map((all) => ({
    members: all.filter((one) => visible.has(one)),
    atLeast: all.length === LOOKED_AT,
  }));
  return { groups, actors };
}
