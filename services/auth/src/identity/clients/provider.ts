import {
  AuthorizationResponseError,
  allowInsecureRequests,
  ClientError,
  type Configuration,
  type CustomFetchOptions,
  ResponseBodyError,
} from 'openid-client';
import type { FlowSecrets, ProvenIdentity, ProviderId } from '../domain/providers.js';

/** The credentials of this system at a provider. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** A provider to sign in with. */
export interface Provider {
  readonly id: ProviderId;
  /** Returns the address to redirect the browser to. */
  authorizationUrl(redirectUri: string, state: string, secrets: FlowSecrets): Promise<URL>;
  /** Returns who signed in, from the whole address of the callback; throws `ProviderFault`. */
  identify(callback: URL, state: string, secrets: FlowSecrets): Promise<ProvenIdentity>;
}

/**
 * Why a provider did not identify the person: they declined; the provider is unavailable; or its response proves nothing,
 * because it is forged, stale or for another person. `cause` is only for the log.
 */
export class ProviderFault extends Error {
  constructor(
    readonly kind: 'declined' | 'unavailable' | 'refused',
    cause: unknown,
  ) {
    super(`The provider did not identify the person: ${kind}`, { cause });
  }
}

/** Calls a provider, and throws any failure as a `ProviderFault`. */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof ProviderFault ? error : new ProviderFault(kindOf(error), error);
  }
}

/** Returns the kind of fault that the `error` of an authorization response stands for (RFC 6749, 4.1.2.1). */
export function kindOfCode(code: string): ProviderFault['kind'] {
  if (code === 'access_denied') return 'declined';
  return ['server_error', 'temporarily_unavailable'].includes(code) ? 'unavailable' : 'refused';
}

function kindOf(error: unknown): ProviderFault['kind'] {
  if (error instanceof AuthorizationResponseError) return kindOfCode(error.error);
  if (error instanceof ResponseBodyError) return error.status >= 500 ? 'unavailable' : 'refused';
  if (!(error instanceof ClientError)) return 'unavailable';
  if (error.cause instanceof ProviderFault) return error.cause.kind;
  return error.cause instanceof Response && error.cause.status >= 500 ? 'unavailable' : 'refused';
}

/** The part of a request that clients of a provider set. */
type LimitedRequest = Pick<CustomFetchOptions, 'body' | 'headers' | 'method'>;

/** Three calls in a row end before the timeout of the gateway. */
const TIMEOUT_SECONDS = 3;

/** Returns the extensions for a server's configuration. Only a server that an operator configures is called without TLS. */
export function transportExtensions(address: string): ((configuration: Configuration) => void)[] {
  return new URL(address).protocol === 'http:' ? [allowInsecureRequests] : [];
}

/** More than any provider's response has. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/**
 * As `fetch`, with limits on the time and the size of the whole response; follows no redirect. Throws `ProviderFault` when
 * there is no whole response.
 */
export async function limitedFetch(url: string, options: LimitedRequest): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
    const response = await fetch(url, { ...options, redirect: 'manual', signal } as RequestInit);
    const { status, headers } = response;
    return new Response(await readLimited(response), { status, headers });
  } catch (error) {
    throw error instanceof ProviderFault ? error : new ProviderFault('unavailable', error);
  }
}

async function readLimited(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_RESPONSE_BYTES) throw new ProviderFault('refused', new Error('The response has too many bytes.'));
    chunks.push(chunk);
  }
  return size ? Buffer.concat(chunks) : null;
}
