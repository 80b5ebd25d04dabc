import { queryOptions } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { api } from '../../api/client';

/** Why the browser was sent to a provider. The verifier proves that the same page began it (PKCE). */
export interface ProviderFlow {
  verifier: string;
  intent: 'logIn' | 'link';
  next: string;
}

const NAME = 'townsquare.provider-flow';

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** The challenge of a verifier: its SHA-256 digest (RFC 7636, S256). */
export async function challengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

/** Sends the browser to the provider. It comes back to `/sign-in/complete`. */
export async function goToProvider(provider: string, intent: ProviderFlow['intent'], next: string): Promise<void> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem(NAME, JSON.stringify({ verifier, intent, next } satisfies ProviderFlow));
  const query = new URLSearchParams({
    codeChallenge: await challengeOf(verifier),
    returnTo: `${location.origin}/sign-in/complete`,
  });
  location.assign(`/api/v1/auth/providers/${provider}?${query}`);
}

/** The flow that this tab began. */
export function readProviderFlow(): ProviderFlow | null {
  return JSON.parse(sessionStorage.getItem(NAME) ?? 'null');
}

export function endProviderFlow(): void {
  sessionStorage.removeItem(NAME);
}

export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/auth/providers', { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});
