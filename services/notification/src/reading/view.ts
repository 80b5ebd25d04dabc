import { Id, PersonView, Timestamp } from '@townsquare/contracts';
import { type KnownPerson, toView } from '@townsquare/projections';
import { z } from 'zod';
import type { Notification } from '../data/notifications.js';
import { Kind, TargetType } from '../domain/kinds.js';

/** A notification as its reader sees it, in the list and live. */
export const NotificationView = z
  .object({
    id: Id,
    kind: Kind,
    message: z.string(),
    /** Who caused it; null when the account is gone. */
    actor: z.union([PersonView, z.null()]),
    target: z.object({ type: TargetType, id: Id }),
    /** The post that it happened on or under. */
    postId: Id.nullable(),
    isRead: z.boolean(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Notification' });
export type NotificationView = z.infer<typeof NotificationView>;

export function presentNotification(notification: Notification, actor: KnownPerson | undefined): NotificationView {
  const { id, kind, message, targetType, targetId, postId, isRead, createdAt } = notification;
  return {
    id,
    kind,
    message,
    actor: actor ? toView(actor) : null,
    target: { type: targetType, id: targetId },
    postId,
    isRead,
    createdAt: createdAt.toISOString(),
  };
}
