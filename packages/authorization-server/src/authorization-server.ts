import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import Provider, { type Configuration, type JWK, type KoaContextWithOIDC } from 'oidc-provider';

/** A user with an account at the provider, as it describes them. */
export interface Person {
  name?: string;
  email?: string;
  emailVerified?: boolean;
}

export interface Client {
  clientId: string;
  clientSecret: string;
  /** On loopback without a port: any port will do. */
  redirectUris: string[];
}

const HOUR = 3_600;

/**
 * A certified OpenID Connect server, with pages to log in (by any name and password) and to consent. It insists on PKCE.
 * It also responds under the addresses of GitHub's API, so that it can stand in for each provider.
 */
export class AuthorizationServer {
  /** By log-in name. A user who is not here has nothing but that name. */
  readonly people = new Map<string, Person>();
  /** Whether it responds to every request with 503. */
  isDown = false;
  /** Changes what ID tokens say, before they are signed. */
  spoil: ((claims: JWTPayload) => JWTPayload) | undefined;
  /** Whether those that are changed are signed with a key that is not the server's. */
  isForging = false;

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    private readonly key: { privateKey: CryptoKey; jwk: JWK },
  ) {}

  /** Starts on a free port of loopback, or on the one that is named. */
  static async start(clients: readonly Client[], port = 0): Promise<AuthorizationServer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'stand-in' } as JWK;
    const started = new AuthorizationServer(issuer, server, { privateKey, jwk });
    const provider = new Provider(issuer, started.#configuration(clients));
    provider.use((context, next) => started.#answer(provider, context as KoaContextWithOIDC, next));
    server.on('request', provider.callback());
    return started;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #configuration(clients: readonly Client[]): Configuration {
    return {
      clients: clients.map(({ clientId, clientSecret, redirectUris }) => ({
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectUris,
        // What may come back to any port of loopback.
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
      })),
      jwks: { keys: [this.key.jwk] },
      cookies: { keys: ['of a stand-in'] },
      routes: { authorization: '/authorize', token: '/access_token' },
      scopes: ['openid', 'read:user', 'user:email'],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], public_profile: ['name'] },
      // As the providers do it: what the scopes ask for is in the ID token.
      conformIdTokenClaims: false,
      ttl: { AccessToken: HOUR, Grant: HOUR, IdToken: HOUR, Interaction: HOUR, Session: HOUR },
      pkce: { required: () => true },
      findAccount: (_context, accountId) => ({ accountId, claims: () => this.#claimsOf(accountId) }),
    };
  }

  #claimsOf(sub: string) {
    const { name, email, emailVerified } = this.people.get(sub) ?? {};
    return { sub, ...(name && { name }), ...(email && { email, email_verified: emailVerified ?? false }) };
  }

  async #answer(provider: Provider, context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
    if (this.isDown) {
      context.status = 503;
      return;
    }
    if (['/user', '/user/emails'].includes(context.path)) return this.#answerApi(provider, context);
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (this.spoil && context.path === '/access_token' && body?.id_token) {
      const claims = this.spoil(decodeJwt(body.id_token));
      const header = { alg: 'RS256', kid: this.key.jwk.kid! };
      const id_token = await new SignJWT(claims).setProtectedHeader(header).sign(await this.#signingKey());
      context.body = { ...body, id_token };
    }
  }

  async #signingKey(): Promise<CryptoKey> {
    return this.isForging ? (await generateKeyPair('RS256')).privateKey : this.key.privateKey;
  }

  /** What GitHub's API returns for an access token. */
  async #answerApi(provider: Provider, context: KoaContextWithOIDC): Promise<void> {
    const token = await provider.AccessToken.find(context.get('authorization').replace(/^Bearer /i, ''));
    if (!token) {
      context.status = 401;
      return;
    }
    const login = token.accountId;
    const { name = null, email, emailVerified = false } = this.people.get(login) ?? {};
    const id = [...login].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);
    const emails = email ? [{ email, primary: true, verified: emailVerified }] : [];
    context.body = context.path === '/user' ? { id, login, name } : emails;
  }
}
