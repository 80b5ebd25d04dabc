import { z } from 'zod';

/** What notification alone reads from its environment. */
export const NotificationConfig = z.object({
  /** Carries live delivery between the service's instances. Name and password come from the secret store. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  /**
   * How clients may connect. With `polling` in the list, a balancer in front of several instances must send each client
   * to the same one every time.
   */
  SOCKET_TRANSPORTS: z
    .string()
    .default('websocket')
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(['websocket', 'polling'])).min(1)),
});
export type NotificationConfig = z.infer<typeof NotificationConfig>;
