import { Id, PersonView, Timestamp } from '@townsquare/contracts';
import { type KnownPerson, toView } from '@townsquare/projections';
import { z } from 'zod';
import type { Notification } from '../data/notifications.js';
import { groupMessage } from '../domain/grouping.js';
import { Kind, TargetType } from '../domain/kinds.js';
import { messageNow } from '../domain/messages.js';
import type { Group } from '../reading/visible.js';

/** How many actors of a group are shown. */
const FACES = 3;

const GroupView = z
  .object({
    key: z.string().nullable().meta({
      description: 'The value of `?group=` that lists its single notifications; null for a kind that is never grouped',
    }),
    count: z.int().positive().meta({ description: 'How many accounts caused it' }),
    atLeast: z
      .boolean()
      .meta({ description: 'Whether there may be more accounts: only the latest hundred notifications are counted' }),
    actors: z.array(PersonView).max(FACES).meta({ description: 'The latest of these accounts, newest first' }),
  })
  .meta({ id: 'NotificationGroup' });

/** A notification as the list and live messages show it. */
export const NotificationView = z
  .object({
    id: Id,
    kind: Kind,
    /** One sentence about the whole group. */
    message: z.string(),
    actor: z.union([PersonView, z.null()]).meta({ description: 'The account that caused it; null if moderators did' }),
    target: z.object({ type: TargetType, id: Id }).meta({
      description: 'What it is about; for a `removal`, the `caseId` of the removal, which you may appeal',
    }),
    /** The post that it happened on or under. */
    postId: Id.nullable(),
    /** Whether all notifications of the group are read. */
    isRead: z.boolean(),
    createdAt: Timestamp,
    /** The group that it stands for, if notifications are grouped. */
    group: z.union([GroupView, z.null()]),
  })
  .meta({ id: 'Notification' });
export type NotificationView = z.infer<typeof NotificationView>;

type People = Map<string, KnownPerson>;

/** The account that caused a notification, if it is known and shown to the reader. */
function actorOf({ kind, actorId }: Notification, people: People): KnownPerson | undefined {
  return kind === 'contentRemoved' ? undefined : people.get(actorId);
}

/** A single notification. */
export function presentNotification(notification: Notification, people: People): NotificationView {
  const { id, kind, targetType, targetId, postId, isRead, createdAt } = notification;
  const actor = actorOf(notification, people);
  return {
    id,
    kind,
    message: messageNow(notification, actor?.fullName),
    actor: actor ? toView(actor) : null,
    target: { type: targetType, id: targetId },
    postId,
    isRead,
    createdAt: createdAt.toISOString(),
    group: null,
  };
}

/** A notification and the group that it stands for. */
export function presentGroup(
  notification: Notification,
  { members, atLeast }: Group,
  people: People,
): NotificationView {
  const actorIds = [...new Set(members.map(({ actorId }) => actorId))];
  const latest = actorIds.map((id) => members.find(({ actorId }) => actorId === id)!);
  const actors = latest.flatMap((member) => actorOf(member, people) ?? []).slice(0, FACES);
  const group = { names: actors.map(({ fullName }) => fullName), count: actorIds.length, atLeast };
  const view = presentNotification(notification, people);
  return {
    ...view,
    message: groupMessage(notification, group) ?? view.message,
    isRead: members.every(({ isRead }) => isRead),
    group: { key: notification.groupKey, count: group.count, atLeast, actors: actors.map(toView) },
  };
}
