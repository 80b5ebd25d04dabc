import type { Request } from 'express';
import * as client from 'openid-client';
import { type AuthenticateOptions, Strategy, type VerifyFunction } from 'openid-client/passport';
import { challengeOf, type FlowSecrets, type ProvenIdentity, type ProviderId } from '../domain/providers.js';
import { asking, type Credentials, limitedFetch, type Provider, transportExtensions } from './provider.js';
import { beginStrategy, finishStrategy } from './run-strategy.js';

/** The settings of a provider that supports OpenID Connect. */
export interface OidcSettings {
  id: ProviderId;
  issuer: string;
  scope: string;
  /** Its endpoints, where its discovery document lacks some. */
  metadata?: client.ServerMetadata;
  /** Whether to trust its claim that an address is verified. */
  vouchesForEmail: boolean;
}

/** The key under which the strategy looks for a flow's secrets in the session. */
const SESSION_KEY = 'flow';

/** The strategy of openid-client for one flow: it makes neither a state nor a nonce for the code flow. */
class FlowStrategy extends Strategy {
  constructor(
    config: client.Configuration,
    scope: string,
    private readonly flow: { state: string; nonce: string },
    verify: VerifyFunction,
  ) {
    super({ config, scope, sessionKey: SESSION_KEY }, verify);
  }

  override authorizationRequestParams<T extends AuthenticateOptions>(request: Request, options: T): URLSearchParams {
    const parameters = new URLSearchParams(super.authorizationRequestParams(request, options));
    parameters.set('state', this.flow.state);
    parameters.set('nonce', this.flow.nonce);
    return parameters;
  }
}

/** A provider that identifies people by signed ID tokens. */
export class OidcProvider implements Provider {
  readonly id: ProviderId;
  #configuration: Promise<client.Configuration> | undefined;

  constructor(
    private readonly settings: OidcSettings,
    private readonly credentials: Credentials,
  ) {
    this.id = settings.id;
  }

  async authorizationUrl(redirectUri: string, state: string, secrets: FlowSecrets): Promise<URL> {
    const strategy = await this.#strategy(state, secrets);
    const url = await beginStrategy({ strategy, url: new URL(redirectUri) });
    // The strategy makes a verifier of its own, to be kept in a session. The flow's verifier comes from its cookie.
    url.searchParams.set('code_challenge', challengeOf(secrets.verifier));
    return url;
  }

  async identify(callback: URL, state: string, secrets: FlowSecrets): Promise<ProvenIdentity> {
    const strategy = await this.#strategy(state, secrets);
    const session = { [SESSION_KEY]: { state, nonce: secrets.nonce, code_verifier: secrets.verifier } };
    return asking(() => finishStrategy({ strategy, url: callback, session }));
  }

  async #strategy(state: string, { nonce }: FlowSecrets): Promise<FlowStrategy> {
    const verify: VerifyFunction = (tokens, verified) => verified(null, this.#identityOf(tokens.claims()!));
    return new FlowStrategy(await this.#configured(), this.settings.scope, { state, nonce }, verify);
  }

  #identityOf({ sub: subject, name, email, email_verified }: client.IDToken): ProvenIdentity {
    return {
      provider: this.id,
      subject,
      name: typeof name === 'string' ? name : '',
      email: typeof email === 'string' ? email : null,
      emailVerified: this.settings.vouchesForEmail && email_verified === true,
    };
  }

  /** Returns the provider's configuration, read once; again after a failure. */
  #configured(): Promise<client.Configuration> {
    this.#configuration ??= asking(() => this.#configure()).catch((error) => {
      this.#configuration = undefined;
      throw error;
    });
    return this.#configuration;
  }

  async #configure(): Promise<client.Configuration> {
    const { issuer, metadata } = this.settings;
    const { clientId, clientSecret } = this.credentials;
    const authentication = client.ClientSecretPost(clientSecret);
    // Checks the signature of ID tokens even where TLS would be enough.
    const extensions = [...transportExtensions(issuer), client.enableNonRepudiationChecks];
    if (!metadata) {
      const options = { execute: extensions, [client.customFetch]: limitedFetch };
      return client.discovery(new URL(issuer), clientId, undefined, authentication, options);
    }
    const configuration = new client.Configuration(metadata, clientId, undefined, authentication);
    configuration[client.customFetch] = limitedFetch;
    for (const extend of extensions) extend(configuration);
    return configuration;
  }
}
