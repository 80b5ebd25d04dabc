import { Id, PersonView, Timestamp } from '@townsquare/contracts';
import { type KnownPerson, toView } from '@townsquare/projections';
import { z } from 'zod';
import type { Notification } from '../data/notifications.js';
import { groupMessage } from '../domain/grouping.js';
import { Kind, TargetType } from '../domain/kinds.js';
import { messageNow } from '../domain/messages.js';
import type { Group } from '../reading/visible.js';

/** How many of those who caused a group are shown. */
const FACES = 3;

const GroupView = z
  .object({
    key: z.string().nullable().meta({
      description: 'Lists its single notifications, as `?group=`; null for a kind that always stands by itself',
    }),
    count: z.int().positive().meta({ description: 'How many people caused it' }),
    atLeast: z
      .boolean()
      .meta({ description: 'Whether there may be more of them: only the latest hundred are counted' }),
    actors: z.array(PersonView).max(FACES).meta({ description: 'The latest of them, the last one first' }),
  })
  .meta({ id: 'NotificationGroup' });

/** A notification as its reader sees it, in the list and live. */
export const NotificationView = z
  .object({
    id: Id,
    kind: Kind,
    /** What happened, of the whole group in one sentence. */
    message: z.string(),
    actor: z.union([PersonView, z.null()]).meta({ description: 'Who caused it; null where moderators did' }),
    target: z.object({ type: TargetType, id: Id }).meta({
      description:
        'What it is about; of a `removal` the `caseId` of one of your removals, against which you may appeal',
    }),
    /** The post that it happened on or under. */
    postId: Id.nullable(),
    /** Of a group, whether all of it is read. */
    isRead: z.boolean(),
    createdAt: Timestamp,
    /** What it stands for, where the reader has them grouped. */
    group: z.union([GroupView, z.null()]),
  })
  .meta({ id: 'Notification' });
export type NotificationView = z.infer<typeof NotificationView>;

type People = Map<string, KnownPerson>;

/** Who caused a notification, as far as that is known and the reader's to know. */
function actorOf({ kind, actorId }: Notification, people: People): KnownPerson | undefined {
  return kind === 'contentRemoved' ? undefined : people.get(actorId);
}

/** One notification by itself. */
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

/** One notification, and the group that it stands for. */
export function presentGroup(
  notification: Notification,
  { members, atLeast }: Group,
  people: People,
): NotificationView {
  const actorIds = [...new Set(members.map(({ actorId }) => actorId))];
  const latest = actorIds.map((id) => members.find(({ actorId }) => actorId === id)!);
  const actors = latest.flatMap((member) => actorOf(member, people) ?? []).slice(0, FACES);
  const crowd = { names: actors.map(({ fullName }) => fullName), count: actorIds.length, atLeast };
  const view = presentNotification(notification, people);
  return {
    ...view,
    message: groupMessage(notification, crowd) ?? view.message,
    isRead: members.every(({ isRead }) => isRead),
    group: { key: notification.groupKey, count: crowd.count, atLeast, actors: actors.map(toView) },
  };
}
