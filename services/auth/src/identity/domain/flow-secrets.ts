import { createHash, createHmac } from 'node:crypto';

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
