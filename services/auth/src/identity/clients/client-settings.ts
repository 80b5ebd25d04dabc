import { allowInsecureRequests, type Configuration } from 'openid-client';

/** Three calls in a row still end before the gateway gives up. */
const TIMEOUT_SECONDS = 3;

/** How a server is called. One that is called without TLS was put in the provider's place by whoever configured that. */
export function clientSettings(address: string): { timeout: number; execute: ((c: Configuration) => void)[] } {
  const isPlain = new URL(address).protocol === 'http:';
  return { timeout: TIMEOUT_SECONDS, execute: isPlain ? [allowInsecureRequests] : [] };
}
