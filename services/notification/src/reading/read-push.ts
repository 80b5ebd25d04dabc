import { findNotification, latestOfGroups } from '../data/notifications.js';
import { turnedOff } from '../data/preferences.js';
import { type QueuedPush } from '../data/push-queue.js';
import { singleId } from '../domain/push.js';
import { presentGroup } from '../views/notification.js';
import { type PushPayload, presentPush } from '../views/push.js';
import { LOOKED_AT, type ReadingContext, visibleOf } from './visible.js';

/**
 * What a push says to its reader at this moment: the unread notifications of its group that the list shows them, as one
 * sentence. Undefined if there are none, or the reader has turned pushes of this kind off.
 */
export async function readPush(
  context: ReadingContext,
  userId: string,
  { pushKey, kind }: Pick<QueuedPush, 'pushKey' | 'kind'>,
): Promise<PushPayload | undefined> {
  const { manager } = context.database;
  if ((await turnedOff(manager, 'push', kind, [userId])).size > 0) return undefined;
  const id = singleId(pushKey);
  const candidates =
    id === undefined
      ? (await latestOfGroups(manager, userId, [pushKey], true, LOOKED_AT)).get(pushKey)!
      : (await findNotification(manager, userId, id)).filter(({ isRead }) => !isRead);
  const { visible, actors } = await visibleOf(context, candidates);
  const members = candidates.filter((one) => visible.has(one));
  const [latest] = members;
  if (!latest) return undefined;
  const group = { members, atLeast: candidates.length === LOOKED_AT };
  return presentPush(presentGroup(latest, group, actors), pushKey);
}
