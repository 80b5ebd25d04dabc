import { Id, Timestamp } from '@townsquare/contracts';
import { z } from 'zod';
import type { PushSubscription } from '../data/push-subscriptions.js';
import { pageOf } from '../domain/push.js';
import { MAX_ENDPOINT } from '../domain/push-endpoint.js';
import type { NotificationView } from './notification.js';

/** Bytes in base64url, of which so many characters. */
const bytes = (characters: number, what: string) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${characters}}={0,2}$`), `must be ${what} in base64url`);

/** A browser's subscription, as `JSON.stringify(pushSubscription)` writes it. */
export const NewPushSubscription = z
  .strictObject({
    endpoint: z
      .url()
      .max(MAX_ENDPOINT)
      .meta({ description: 'The address at the push service: https, at a public host' }),
    expirationTime: z.number().nullable().optional().meta({ description: 'As the browser says it; it is not used' }),
    keys: z.strictObject({
      p256dh: bytes(87, 'a public key on P-256, 65 bytes').meta({ description: 'The public key of the browser' }),
      auth: bytes(22, '16 bytes').meta({ description: 'The secret that the browser shares with the sender' }),
    }),
  })
  .meta({ id: 'NewPushSubscription' });

/** A subscription as its owner sees it. The endpoint is left out: whoever knows it and the keys can address the browser. */
export const PushSubscriptionView = z
  .object({
    id: Id,
    service: z.string().meta({ description: 'The host of the push service' }),
    userAgent: z.string().meta({ description: 'The browser that subscribed, as it names itself' }),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.nullable().meta({ description: 'When a push was last accepted' }),
    current: z.boolean().meta({ description: 'Whether it belongs to the session that asks' }),
  })
  .meta({ id: 'PushSubscription' });
export type PushSubscriptionView = z.infer<typeof PushSubscriptionView>;

export function presentPushSubscription(one: PushSubscription, sessionId?: string): PushSubscriptionView {
  return {
    id: one.id,
    service: new URL(one.endpoint).host,
    userAgent: one.userAgent,
    createdAt: one.createdAt.toISOString(),
    lastUsedAt: one.lastUsedAt?.toISOString() ?? null,
    current: one.sessionId === sessionId,
  };
}

/** What a service worker receives. A later push with the same `tag` replaces an earlier one on the device. */
export interface PushPayload {
  title: string;
  body: string;
  /** The page of a client, relative to where it is served. */
  url: string;
  tag: string;
}

export function presentPush({ message, target, postId }: NotificationView, pushKey: string): PushPayload {
  return { title: 'Townsquare', body: message, url: pageOf(target, postId), tag: pushKey };
}
