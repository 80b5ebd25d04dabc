import { MAX_IMAGE_BYTES } from '@townsquare/contracts';
import { ProcessConfig } from '@townsquare/kit';
import { z } from 'zod';
import { CLIENT_HEADERS } from './domain/client.js';

const PerMinute = z.coerce.number().int().positive();

/** Words or addresses, separated by commas. */
const List = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

/** What the gateway reads from its environment. */
export const GatewayConfig = ProcessConfig.extend({
  /** Holds what is left of budgets. Name and password come from the secret store. */
  REDIS_URL: z.url(),
  NOTIFICATION_URL: z.url(),
  /** Proxies whose word on a client's address is taken: addresses, networks, `loopback`, `uniquelocal`. */
  TRUST_PROXY: List.default(['loopback']),
  /** The header in which these proxies name the client. */
  CLIENT_ADDRESS_HEADER: z.enum(CLIENT_HEADERS).default('x-forwarded-for'),
  /** Who may read `/metrics`, in the same words. */
  METRICS_FROM: List.default(['loopback']),
  /** Origins whose pages may call the API and open sockets; none but the gateway's own unless they are named. */
  CORS_ORIGINS: List.default([]),
  RATE_LIMIT_USER_PER_MINUTE: PerMinute.default(600),
  RATE_LIMIT_ADDRESS_PER_MINUTE: PerMinute.default(300),
  /** Guesses of passwords and codes that are wrong, by address. */
  RATE_LIMIT_GUESS_PER_MINUTE: PerMinute.default(20),
  /** Accounts that are opened and mails that are asked for, by address. */
  RATE_LIMIT_MAIL_PER_MINUTE: PerMinute.default(20),
  /** Exchanges of refresh tokens by address: as many as 6,000 sessions need, each of which makes one in ten minutes. */
  RATE_LIMIT_REFRESH_PER_MINUTE: PerMinute.default(600),
  RATE_LIMIT_SEARCH_PER_MINUTE: PerMinute.default(120),
  RATE_LIMIT_UPLOAD_PER_MINUTE: PerMinute.default(30),
  RATE_LIMIT_DOWNLOAD_PER_MINUTE: PerMinute.default(30),
  /** How many requests may wait for the answer of one service at once; what comes beyond is refused with 503. */
  REQUESTS_PER_SERVICE: z.coerce.number().int().positive().default(64),
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;

/** The largest body of a request: an image, and the form around it. */
export const MAX_BODY_BYTES = MAX_IMAGE_BYTES + 256 * 1024;

/** The largest body that is no upload; somewhat more than services take. */
export const MAX_JSON_BYTES = 128 * 1024;
