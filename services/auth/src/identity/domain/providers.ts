import { createHash, createHmac } from 'node:crypto';
import { Email } from './account-rules.js';

/** Whom a sign-in can be left to. */
export const PROVIDERS = ['google', 'facebook', 'github'] as const;
export type ProviderId = (typeof PROVIDERS)[number];

export const PROVIDER_NAMES: Record<ProviderId, string> = { google: 'Google', facebook: 'Facebook', github: 'GitHub' };

/** How long somebody may take to sign in at the provider, and then until their app has the tokens. */
export const FLOW_SECONDS = 10 * 60;
export const PROOF_SECONDS = 10 * 60;

/** How long a sign-in counts as proof of who one is, for an account that has no password to ask for. */
export const RECENT_SIGN_IN_SECONDS = 10 * 60;

/** Who somebody is, by the word of a provider. */
export interface ProvenIdentity {
  provider: ProviderId;
  /** What the provider knows them by; it never changes and belongs to nobody else. */
  subject: string;
  name: string;
  email: string | null;
  /** Whether the provider vouches for the address being theirs. */
  emailVerified: boolean;
}

/** The address that a provider vouches for, written as accounts have theirs; undefined where it vouches for none. */
export function vouchedAddress({ email, emailVerified }: ProvenIdentity): string | undefined {
  return emailVerified ? Email.safeParse(email ?? '').data : undefined;
}

/** What is sent to a provider, or told to it later, so that its answer can only be used in the browser that began. */
export interface FlowSecrets {
  nonce: string;
  /** For PKCE. */
  verifier: string;
}

/** The secrets of a flow follow from the cookie of the browser that began it, so none of them is kept here. */
export function flowSecrets(cookie: string): FlowSecrets {
  const derive = (use: string) => createHmac('sha256', cookie).update(use).digest('base64url');
  return { nonce: derive('nonce'), verifier: derive('verifier') };
}

/** The challenge that belongs to a verifier (RFC 7636, S256). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
