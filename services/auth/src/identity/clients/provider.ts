import type { FlowSecrets } from '../domain/flow-secrets.js';
import type { ProvenIdentity, ProviderId } from '../domain/providers.js';

/** What the town is known by at a provider. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** One that a sign-in can be left to. */
export interface Provider {
  readonly id: ProviderId;
  /** Where to lead a browser. */
  authorizationUrl(redirectUri: string, state: string, secrets: FlowSecrets): Promise<URL>;
  /** Who came back, by the address of the callback with all that the provider has put into it; throws `ProviderFault`. */
  identify(callback: URL, state: string, secrets: FlowSecrets): Promise<ProvenIdentity>;
}

/**
 * Why a provider did not say who somebody is: they did not want it to; it does not answer; or its answer does not prove
 * it, be it forged, stale or meant for somebody else. `cause` is for the log alone.
 */
export class ProviderFault extends Error {
  constructor(
    readonly kind: 'declined' | 'unavailable' | 'refused',
    cause: unknown,
  ) {
    super(`The provider's answer: ${kind}`, { cause });
  }
}
