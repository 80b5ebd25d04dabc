import * as client from 'openid-client';
import { challengeOf, type FlowSecrets, type ProvenIdentity, type ProviderId } from '../domain/providers.js';
import { asking, type Credentials, clientSettings, type Provider } from './provider.js';

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

  async authorizationUrl(redirectUri: string, state: string, { nonce, verifier }: FlowSecrets): Promise<URL> {
    return client.buildAuthorizationUrl(await this.#configured(), {
      redirect_uri: redirectUri,
      scope: this.settings.scope,
      state,
      nonce,
      code_challenge: challengeOf(verifier),
      code_challenge_method: 'S256',
    });
  }

  async identify(callback: URL, state: string, { nonce, verifier }: FlowSecrets): Promise<ProvenIdentity> {
    const configuration = await this.#configured();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    const tokens = await asking(() => client.authorizationCodeGrant(configuration, callback, checks));
    const { sub: subject, name, email, email_verified } = tokens.claims()!;
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
    const { timeout, execute } = clientSettings(issuer);
    // Checks the signature of ID tokens even where TLS would be enough.
    const extensions = [...execute, client.enableNonRepudiationChecks];
    if (!metadata) {
      const options = { timeout, execute: extensions };
      return client.discovery(new URL(issuer), clientId, undefined, authentication, options);
    }
    const configuration = new client.Configuration(metadata, clientId, undefined, authentication);
    configuration.timeout = timeout;
    for (const extend of extensions) extend(configuration);
    return configuration;
  }
}
