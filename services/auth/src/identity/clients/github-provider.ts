import { type Profile, Strategy } from 'passport-github2';
import OAuth2Strategy from 'passport-oauth2';
import { z } from 'zod';
import { challengeOf, type FlowSecrets, type ProvenIdentity } from '../domain/providers.js';
import { asking, type Credentials, kindOfCode, limitedFetch, type Provider, ProviderFault } from './provider.js';
import { beginStrategy, finishStrategy } from './run-strategy.js';

type Done<T> = (error: unknown, result?: T) => void;

interface GithubSettings extends Credentials {
  /** The issuer; the authorization and the token endpoint are below it. */
  url: string;
  apiUrl: string;
}

/** GitHub's id is a number; the strategy makes "undefined" of an id that is missing. */
const User = z.object({ id: z.string().regex(/^\d+$/), displayName: z.string().nullish(), username: z.string() });
const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/**
 * The strategy of passport-github2 for one flow. It takes state, challenge and verifier from the flow, where passport-oauth2
 * would keep them in a session, and its requests have limits, which those of node-oauth lack.
 */
class FlowStrategy extends Strategy {
  readonly #challenge: string;
  readonly #emailsUrl: string;

  constructor({ url, apiUrl, clientId, clientSecret }: GithubSettings, state: string, verifier: string) {
    const emailsUrl = `${apiUrl}/user/emails`;
    const options = {
      clientID: clientId,
      clientSecret,
      callbackURL: '', // Each step names it.
      authorizationURL: `${url}/authorize`,
      tokenURL: `${url}/access_token`,
      userProfileURL: `${apiUrl}/user`,
      userEmailURL: emailsUrl,
      store: storeOf(state, verifier),
    };
    super(options, (_access: string, _refresh: string, identity: ProvenIdentity, verified: Done<ProvenIdentity>) =>
      verified(null, identity),
    );
    this.#challenge = challengeOf(verifier);
    this.#emailsUrl = emailsUrl;
    this.#limitRequests();
  }

  /** The scope is not an option of the strategy, since `userProfile` would then fail for a user without an address. */
  override authorizationParams(): object {
    return { scope: 'read:user user:email', code_challenge: this.#challenge, code_challenge_method: 'S256' };
  }

  /** Passes an identity to `done`, made of the user that the strategy reads and the primary address. */
  override userProfile(accessToken: string, done: (error?: Error | null, identity?: ProvenIdentity) => void): void {
    super.userProfile(accessToken, (userError, profile: Profile) => {
      if (userError) return done(userError);
      const { id, displayName, username } = User.parse(profile);
      this._oauth2.get(this.#emailsUrl, accessToken, (emailsError, body) => {
        if (emailsError) return done(faultOf(emailsError));
        const address = Emails.parse(JSON.parse(String(body))).find(({ primary }) => primary);
        done(null, {
          provider: 'github',
          subject: id,
          name: displayName || username,
          email: address?.email ?? null,
          emailVerified: address?.verified ?? false,
        });
      });
    });
  }

  /** Replaces the function with which node-oauth sends each request, and which waits and reads without end. */
  #limitRequests(): void {
    const request = (
      method: string,
      url: string,
      headers: Record<string, string>,
      body: string,
      _accessToken: null,
      done: Done<string>,
    ) => {
      const { error } = this as unknown as { error: (cause: unknown) => void };
      // What throws in `done`, as the strategy does at a user that is null, fails the sign-in, not the process.
      askGithub(url, { method, headers, body: body || null })
        .then((text) => done(null, text), done)
        .catch(error);
    };
    Object.assign(this._oauth2, { _request: request });
  }
}

/** Returns the state store for one flow. The flow's table and cookie have checked the state before. */
function storeOf(state: string, verifier: string): OAuth2Strategy.StateStore {
  const store = {
    store: (_request: unknown, _meta: unknown, stored: Done<string>) => stored(null, state),
    // The strategy sends a result that is a string as the PKCE verifier.
    verify: (_request: unknown, given: string, loaded: Done<string>) =>
      given === state ? loaded(null, verifier) : loaded(new Error('The response has another state.')),
  };
  // The types know of no verifier.
  return store as unknown as OAuth2Strategy.StateStore;
}

/** Returns the body of a response of GitHub's; throws `ProviderFault`. */
function askGithub(url: string, request: { method: string; headers: Record<string, string>; body: string | null }) {
  // GitHub asks for a user agent; without the type it responds to the request for a token with a form.
  const headers = { ...request.headers, accept: 'application/json', 'user-agent': 'townsquare' };
  return asking(async () => {
    const response = await limitedFetch(url, { ...request, headers });
    if (!response.ok) throw new ProviderFault(response.status >= 500 ? 'unavailable' : 'refused', response);
    return response.text();
  });
}

/** Checks what passport-oauth2 does not: repeated parameters (RFC 6749, 3.1) and another server's response (RFC 9207). */
function checkResponse(parameters: URLSearchParams, issuer: string): void {
  const repeated = ['code', 'state', 'iss', 'error'].find((name) => parameters.getAll(name).length > 1);
  if (repeated) throw new Error(`The response has more than one ${repeated}.`);
  if ((parameters.get('iss') ?? issuer) !== issuer) throw new Error("The response is another server's.");
}

/** Returns the fault that a failure of the strategy stands for. */
function faultOf(error: unknown): ProviderFault {
  const cause = error instanceof OAuth2Strategy.InternalOAuthError ? error.oauthError : error;
  if (cause instanceof ProviderFault) return cause;
  const kind = cause instanceof OAuth2Strategy.AuthorizationError ? kindOfCode(cause.code) : 'refused';
  return new ProviderFault(kind, cause);
}

/** GitHub supports OAuth 2.0 only: its API returns who signed in and with which addresses. */
export class GithubProvider implements Provider {
  readonly id = 'github';

  constructor(private readonly settings: GithubSettings) {}

  authorizationUrl(redirectUri: string, state: string, { verifier }: FlowSecrets): Promise<URL> {
    return beginStrategy({ strategy: new FlowStrategy(this.settings, state, verifier), url: new URL(redirectUri) });
  }

  async identify(callback: URL, state: string, { verifier }: FlowSecrets): Promise<ProvenIdentity> {
    try {
      checkResponse(callback.searchParams, this.settings.url);
      return await finishStrategy({ strategy: new FlowStrategy(this.settings, state, verifier), url: callback });
    } catch (error) {
      throw faultOf(error);
    }
  }
}
