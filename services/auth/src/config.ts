import { z } from 'zod';

/** Addresses, separated by commas. */
const Addresses = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.url()));

const Address = z.url().transform((url) => url.replace(/\/$/, ''));

/** What auth reads from its environment about signing in with a provider. Credentials come from the secret store. */
export const ProviderConfig = z.object({
  /** Where browsers reach the gateway: providers and mails lead there, and its pages may use the refresh cookie. */
  PUBLIC_URL: Address.default('http://127.0.0.1:4000'),
  /** The pages and apps, besides the web client's own page, to which a sign-in may redirect: each as the whole address. */
  SIGN_IN_RETURN_TO: Addresses,
  /** Another server in place of the provider's own. */
  OAUTH_GOOGLE_ISSUER: Address.optional(),
  OAUTH_FACEBOOK_ISSUER: Address.optional(),
  OAUTH_GITHUB_URL: Address.default('https://github.com/login/oauth'),
  OAUTH_GITHUB_API_URL: Address.default('https://api.github.com'),
});
export type ProviderConfig = z.infer<typeof ProviderConfig>;

/** What auth alone reads from its environment. */
export const AuthConfig = ProviderConfig.extend({
  /** Whether the roles of administrators and moderators count only once they have a second factor. */
  STAFF_SECOND_FACTOR: z.enum(['required', 'optional']).default('required'),
  /** For how many days a username that was given up, or whose account was deleted, is kept from others. */
  USERNAME_KEPT_DAYS: z.coerce.number().int().min(0).max(3_650).default(90),
});
