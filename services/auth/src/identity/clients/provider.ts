import {
  AuthorizationResponseError,
  allowInsecureRequests,
  ClientError,
  type Configuration,
  ResponseBodyError,
} from 'openid-client';
import type { FlowSecrets, ProvenIdentity, ProviderId } from '../domain/providers.js';

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

/** Asks a provider for something; what goes wrong is thrown as a `ProviderFault`. */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof ProviderFault ? error : new ProviderFault(kindOf(error), error);
  }
}

/** An answer of a provider's API; throws where it has none. */
export async function readJson<T>(response: Response): Promise<T> {
  if (!response.ok) throw new ProviderFault(response.status >= 500 ? 'unavailable' : 'refused', response);
  return (await response.json()) as T;
}

function kindOf(error: unknown): ProviderFault['kind'] {
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'declined';
    return ['server_error', 'temporarily_unavailable'].includes(error.error) ? 'unavailable' : 'refused';
  }
  if (error instanceof ResponseBodyError) return error.status >= 500 ? 'unavailable' : 'refused';
  if (!(error instanceof ClientError)) return 'unavailable';
  if (error.code === 'OAUTH_TIMEOUT') return 'unavailable';
  return error.cause instanceof Response && error.cause.status >= 500 ? 'unavailable' : 'refused';
}

/** Three calls in a row still end before the gateway gives up. */
const TIMEOUT_SECONDS = 3;

/** How a server is called. One that is called without TLS was put in the provider's place by whoever configured that. */
export function clientSettings(address: string): { timeout: number; execute: ((c: Configuration) => void)[] } {
  const isPlain = new URL(address).protocol === 'http:';
  return { timeout: TIMEOUT_SECONDS, execute: isPlain ? [allowInsecureRequests] : [] };
}
