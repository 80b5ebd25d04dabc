import { randomBytes } from 'node:crypto';
import { AuthorizationServer, type Visit, Visitor } from '@townsquare/authorization-server';
import type { TestService } from '@townsquare/kit/testing';
import { createSignIn } from '../src/app.js';
import { ProviderConfig } from '../src/config.js';
import { challengeOf, PROVIDERS, type ProviderId } from '../src/identity/domain/providers.js';
import { type AuthWithMail, post, SIDECAR, startAuthWithMail } from './support.js';

export const RETURN_TO = 'http://127.0.0.1:9/signed-in';

const callbackPath = (provider: ProviderId) => `/api/v1/auth/providers/${provider}/callback`;

/** Auth with one authorization server that stands in for the providers. */
export class AuthWithProviders {
  private constructor(
    readonly server: AuthorizationServer,
    readonly auth: AuthWithMail,
  ) {}

  /** `present` are the providers that there are credentials for. */
  static async start(present: readonly ProviderId[] = PROVIDERS): Promise<AuthWithProviders> {
    const clients = PROVIDERS.map((id) => ({
      clientId: `town-at-${id}`,
      clientSecret: `secret for ${id}`,
      redirectUris: [`http://127.0.0.1${callbackPath(id)}`],
    }));
    const server = await AuthorizationServer.start(clients);
    const config = ProviderConfig.parse({
      SIGN_IN_RETURN_TO: `${RETURN_TO}, http://127.0.0.1:9/elsewhere`,
      OAUTH_GOOGLE_ISSUER: server.issuer,
      OAUTH_FACEBOOK_ISSUER: server.issuer,
      OAUTH_GITHUB_URL: server.issuer,
      OAUTH_GITHUB_API_URL: server.issuer,
    });
    const credentials = Object.fromEntries(present.map((id) => [id, clients[PROVIDERS.indexOf(id)]]));
    // Its port is known once it runs.
    let url = '';
    const callbackOf = (id: ProviderId) => `${url}${callbackPath(id)}`;
    const auth = await startAuthWithMail({ signIn: { ...createSignIn(config, credentials), callbackOf } });
    url = auth.service.url;
    return new AuthWithProviders(server, auth);
  }

  get service(): TestService {
    return this.auth.service;
  }

  async stop(): Promise<void> {
    await this.auth.service.stop();
    await this.server.stop();
  }

  /** An app that signs a user in, with a browser of its own. */
  app(provider: ProviderId = 'google'): App {
    return new App(this, provider);
  }

  // biome-ignore lint/suspicious/noExplicitAny: rows of whatever the test asks for
  query(statement: string, values: unknown[] = []): Promise<any> {
    return this.service.database.manager.query(statement, values);
  }
}

/** One sign-in, from the app's side. */
export class App {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly browser: Visitor;

  constructor(
    private readonly town: AuthWithProviders,
    private readonly provider: ProviderId,
  ) {
    const { url } = town.service;
    this.browser = new Visitor((target) => (target.origin === url ? SIDECAR : {}));
  }

  beginUrl(returnTo: string | null = RETURN_TO): URL {
    const url = new URL(`${this.town.service.url}/api/v1/auth/providers/${this.provider}`);
    url.searchParams.set('codeChallenge', challengeOf(this.verifier));
    if (returnTo !== null) url.searchParams.set('returnTo', returnTo);
    return url;
  }

  /** Logs in at the provider, or cancels; returns the address of the callback to which the browser is redirected. */
  visitProvider(login: string | undefined, returnTo: string | null = RETURN_TO): Promise<URL> {
    const isBack = (url: URL) => url.pathname.endsWith('/callback');
    return this.browser.signIn(this.beginUrl(returnTo), login, isBack);
  }

  /** The callback's response to this app's browser. */
  finish(callback: URL): Promise<Visit> {
    return this.browser.ask(callback);
  }

  /** The complete sign-in in the browser; returns what it brought back to the app. */
  async signIn(login: string | undefined): Promise<URLSearchParams> {
    const { headers } = await this.finish(await this.visitProvider(login));
    return new URL(headers.get('location')!).searchParams;
  }

  /** The code of a sign-in. */
  async codeFor(login: string): Promise<string> {
    const answer = await this.signIn(login);
    const code = answer.get('code');
    if (!code) throw new Error(`There is no code: ${answer}`);
    return code;
  }

  exchange(code: string, more: object = {}) {
    return post(this.town.service, 'login/provider', { code, codeVerifier: this.verifier, ...more });
  }
}
