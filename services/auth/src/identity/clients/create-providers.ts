import { COMPONENTS, type DaprClient, type Logger } from '@townsquare/kit';
import type { ProviderConfig } from '../../config.js';
import { PROVIDERS, type ProviderId } from '../domain/providers.js';
import { GithubProvider } from './github-provider.js';
import { OidcProvider } from './oidc-provider.js';
import type { Credentials, Provider } from './provider.js';

export type Providers = ReadonlyMap<string, Provider>;
export type ProviderCredentials = Partial<Record<ProviderId, Credentials>>;

/** Facebook's discovery document names no token endpoint. */
const FACEBOOK = {
  issuer: 'https://www.facebook.com',
  authorization_endpoint: 'https://www.facebook.com/v23.0/dialog/oauth',
  token_endpoint: 'https://graph.facebook.com/v23.0/oauth/access_token',
  jwks_uri: 'https://www.facebook.com/.well-known/oauth/openid/jwks/',
};

/** Reads the credentials of the providers from the secret store. Providers without credentials are left out. */
export async function readCredentials(dapr: DaprClient, logger: Logger): Promise<ProviderCredentials> {
  const credentials: ProviderCredentials = {};
  for (const id of PROVIDERS) {
    // Each secret store has an error of its own for a missing secret.
    const secret = await dapr.getSecret(COMPONENTS.secrets, `auth-${id}`).catch(() => undefined);
    const { clientId, clientSecret } = secret ?? {};
    if (clientId && clientSecret) credentials[id] = { clientId, clientSecret };
  }
  logger.info({ providers: Object.keys(credentials) }, 'the providers to sign in with');
  return credentials;
}

/** Creates the providers that have credentials. */
export function createProviders(config: ProviderConfig, credentials: ProviderCredentials): Providers {
  const builders: Record<ProviderId, (credentials: Credentials) => Provider> = {
    google: (given) => {
      const issuer = config.OAUTH_GOOGLE_ISSUER ?? 'https://accounts.google.com';
      return new OidcProvider({ id: 'google', issuer, scope: 'openid email profile', vouchesForEmail: true }, given);
    },
    facebook: (given) => {
      const issuer = config.OAUTH_FACEBOOK_ISSUER ?? FACEBOOK.issuer;
      const settings = {
        id: 'facebook',
        issuer,
        scope: 'openid email public_profile',
        vouchesForEmail: false,
      } as const;
      return new OidcProvider(config.OAUTH_FACEBOOK_ISSUER ? settings : { ...settings, metadata: FACEBOOK }, given);
    },
    github: (given) =>
      new GithubProvider({ url: config.OAUTH_GITHUB_URL, apiUrl: config.OAUTH_GITHUB_API_URL, ...given }),
  };
  const present = PROVIDERS.filter((id) => credentials[id]);
  return new Map(present.map((id) => [id, builders[id](credentials[id]!)]));
}
