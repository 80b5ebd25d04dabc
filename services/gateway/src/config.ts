import { MAX_IMAGE_BYTES } from '@townsquare/contracts';
import { ProcessConfig } from '@townsquare/kit';
import { z } from 'zod';
import type { Budget } from './domain/charges.js';
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
  /** Stores what is left of each budget. The user name and password come from the secret store. */
  REDIS_URL: z.url(),
  NOTIFICATION_URL: z.url(),
  /** Proxies that are trusted to name the client: addresses, networks, `loopback`, `uniquelocal`. */
  TRUST_PROXY: List.default(['loopback']),
  /** The header in which these proxies name the client. */
  CLIENT_ADDRESS_HEADER: z.enum(CLIENT_HEADERS).default('x-forwarded-for'),
  /** Clients that may read `/metrics`, in the same form. */
  METRICS_FROM: List.default(['loopback']),
  /** The folder of the built web client; relative to the folder that the gateway is started in. */
  WEB_ROOT: z.string().default('web/dist'),
  /** Origins whose pages may call the API and open sockets, besides the gateway's own. */
  CORS_ORIGINS: List.default([]),
  RATE_LIMIT_USER_PER_MINUTE: PerMinute.default(600),
  RATE_LIMIT_ADDRESS_PER_MINUTE: PerMinute.default(300),
  /** Wrong passwords and codes, by address. */
  RATE_LIMIT_GUESS_PER_MINUTE: PerMinute.default(20),
  /** Registrations and requested mails, by address. */
  RATE_LIMIT_MAIL_PER_MINUTE: PerMinute.default(20),
  /** Exchanges of refresh tokens by address: as many as 6,000 sessions need, each of which makes one in ten minutes. */
  RATE_LIMIT_REFRESH_PER_MINUTE: PerMinute.default(600),
  RATE_LIMIT_SEARCH_PER_MINUTE: PerMinute.default(120),
  RATE_LIMIT_UPLOAD_PER_MINUTE: PerMinute.default(30),
  RATE_LIMIT_DOWNLOAD_PER_MINUTE: PerMinute.default(30),
  /** How many requests may wait for the response of one service at the same time; more are refused with 503. */
  REQUESTS_PER_SERVICE: z.coerce.number().int().positive().default(64),
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;

/** The rate limit of each budget. */
export function limitsOf(config: GatewayConfig): Record<Budget, number> {
  return {
    user: config.RATE_LIMIT_USER_PER_MINUTE,
    address: config.RATE_LIMIT_ADDRESS_PER_MINUTE,
    guess: config.RATE_LIMIT_GUESS_PER_MINUTE,
    mail: config.RATE_LIMIT_MAIL_PER_MINUTE,
    refresh: config.RATE_LIMIT_REFRESH_PER_MINUTE,
    search: config.RATE_LIMIT_SEARCH_PER_MINUTE,
    upload: config.RATE_LIMIT_UPLOAD_PER_MINUTE,
    download: config.RATE_LIMIT_DOWNLOAD_PER_MINUTE,
  };
}

/** The largest body of a request: an image, and the form around it. */
export const MAX_BODY_BYTES = MAX_IMAGE_BYTES + 256 * 1024;

/** The largest body that is no upload; somewhat more than the services accept. */
export const MAX_JSON_BYTES = 128 * 1024;
