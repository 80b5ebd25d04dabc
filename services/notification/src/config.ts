import { z } from 'zod';

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
});
export type NotificationConfig = z.infer<typeof NotificationConfig>;
