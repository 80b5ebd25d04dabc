import { createHash, createHmac } from 'node:crypto';
import { Email } from './account-rules.js';

/** The providers to sign in with. */
export const PROVIDERS = ['google', 'facebook', 'github'] as const;
export type ProviderId = (typeof PROVIDERS)[number];

export const PROVIDER_NAMES: Record<ProviderId, string> = { google: 'Google', facebook: 'Facebook', github: 'GitHub' };

/** How long a sign-in at the provider may take, and then the exchange of its code for tokens. */
export const FLOW_SECONDS = 10 * 60;
export const PROOF_SECONDS = 10 * 60;

/** How long a sign-in replaces the password, for an account that has none. */
export const RECENT_SIGN_IN_SECONDS = 10 * 60;

/** The identity of a person, as a provider asserts it. */
export interface ProvenIdentity {
  provider: ProviderId;
  /** The provider's id of the person, which never changes and is unique. */
  subject: string;
  name: string;
  email: string | null;
  /** Whether the provider vouches that the address belongs to the person. */
  emailVerified: boolean;
}

/** Returns the address that a provider vouches for, in the form that accounts use; undefined where it vouches for none. */
export function vouchedAddress({ email, emailVerified }: ProvenIdentity): string | undefined {
  return emailVerified ? Email.safeParse(email ?? '').data : undefined;
}

/** The secrets that bind a provider's response to the browser that began the sign-in. */
export interface FlowSecrets {
  nonce: string;
  /** The PKCE verifier. */
  verifier: string;
}

/** Derives the secrets of a flow from the cookie of the browser that began it, so that none of them is stored. */
export function flowSecrets(cookie: string): FlowSecrets {
  const derive = (use: string) => createHmac('sha256', cookie).update(use).digest('base64url');
  return { nonce: derive('nonce'), verifier: derive('verifier') };
}

/** Returns the challenge of a verifier (RFC 7636, S256). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
