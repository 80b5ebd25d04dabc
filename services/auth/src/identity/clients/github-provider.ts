import * as client from 'openid-client';
import { challengeOf, type FlowSecrets, type ProvenIdentity } from '../domain/providers.js';
import { asking, type Credentials, clientSettings, type Provider, readJson } from './provider.js';

interface User {
  id: number;
  login: string;
  name: string | null;
}

interface Email {
  email: string;
  primary: boolean;
  verified: boolean;
}

/** GitHub supports OAuth 2.0 only: its API returns who signed in and with which addresses. */
export class GithubProvider implements Provider {
  readonly id = 'github';
  readonly #configuration: client.Configuration;

  constructor(
    url: string,
    private readonly apiUrl: string,
    { clientId, clientSecret }: Credentials,
  ) {
    const server = { issuer: url, authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/access_token` };
    const authentication = client.ClientSecretPost(clientSecret);
    this.#configuration = new client.Configuration(server, clientId, undefined, authentication);
    const { timeout, execute } = clientSettings(url);
    this.#configuration.timeout = timeout;
    for (const extend of execute) extend(this.#configuration);
  }

  async authorizationUrl(redirectUri: string, state: string, { verifier }: FlowSecrets): Promise<URL> {
    return client.buildAuthorizationUrl(this.#configuration, {
      redirect_uri: redirectUri,
      scope: 'read:user user:email',
      state,
      code_challenge: challengeOf(verifier),
      code_challenge_method: 'S256',
    });
  }

  identify(callback: URL, state: string, { verifier }: FlowSecrets): Promise<ProvenIdentity> {
    return asking(async () => {
      const checks = { expectedState: state, pkceCodeVerifier: verifier };
      const tokens = await client.authorizationCodeGrant(this.#configuration, callback, checks);
      const [user, emails] = await Promise.all([
        this.#get<User>(tokens.access_token, '/user'),
        this.#get<Email[]>(tokens.access_token, '/user/emails'),
      ]);
      const address = emails.find(({ primary }) => primary);
      return {
        provider: this.id,
        subject: String(user.id),
        name: user.name || user.login,
        email: address?.email ?? null,
        emailVerified: address?.verified ?? false,
      };
    });
  }

  async #get<T>(accessToken: string, path: string): Promise<T> {
    const url = new URL(`${this.apiUrl}${path}`);
    const headers = new Headers({ accept: 'application/vnd.github+json' });
    return readJson(await client.fetchProtectedResource(this.#configuration, accessToken, url, 'GET', null, headers));
  }
}
