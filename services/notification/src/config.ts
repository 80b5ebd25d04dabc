import { z } from 'zod';

/** Values separated by commas. */
const List = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []));

/** Environment variables of this service alone. */
export const NotificationConfig = z.object({
  /** Carries live messages between the service's instances. The user name and password come from the secret store. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  /**
   * How clients may connect. With `polling` in the list, a load balancer in front of several instances needs sticky
   * sessions.
   */
  SOCKET_TRANSPORTS: z
    .string()
    .default('websocket')
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(['websocket', 'polling'])).min(1)),
  /** Whom push services can contact about this town: a `mailto:` or `https:` address (RFC 8292). */
  PUSH_SUBJECT: z.string().regex(/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/, 'must be a mailto: or https: address'),
  /** The hosts of the push services that subscriptions may be at, as `push.example` or `*.push.example`; empty for any public host. */
  PUSH_SERVICES: List.pipe(z.array(z.string().regex(/^(\*\.)?[a-z0-9.-]+$/, 'must be host names'))),
  /** Origins that are accepted as push services without TLS and on private addresses, for tests and development alone. */
  PUSH_TRUSTED_ORIGINS: List.pipe(z.array(z.url())),
  /** How long the first push of a group waits. */
  PUSH_DELAY_SECONDS: z.coerce.number().int().min(0).max(300).default(5),
});
/** What opens sockets. */
export type SocketConfig = Pick<NotificationConfig, 'REDIS_URL' | 'SOCKET_TRANSPORTS'>;
export type NotificationConfig = z.infer<typeof NotificationConfig>;
