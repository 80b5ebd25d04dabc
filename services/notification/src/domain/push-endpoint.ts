import { ECDH } from 'node:crypto';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Which addresses clients may name as the endpoints of their push services. */
export interface EndpointRules {
  /** The hosts of push services, as `push.example` or `*.push.example`; empty for any public host. */
  services: readonly string[];
  /** Origins that are taken as they are, without TLS and on private addresses: for tests and development. */
  trustedOrigins: readonly string[];
}

/** The longest endpoint that is kept, in characters. The longest of the known push services have about 700. */
export const MAX_ENDPOINT = 1_000;

export function isTrusted(endpoint: URL, { trustedOrigins }: EndpointRules): boolean {
  return trustedOrigins.includes(endpoint.origin);
}

/**
 * Why this address is not accepted as an endpoint, or undefined. The host must be a name: which addresses it has is checked
 * at each connection, because it may change.
 */
export function endpointFault(endpoint: URL, rules: EndpointRules): string | undefined {
  if (endpoint.username || endpoint.password) return 'must not contain a user name or password';
  if (isTrusted(endpoint, rules)) return undefined;
  if (endpoint.protocol !== 'https:') return 'must be an https address';
  const { hostname } = endpoint;
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'must name a host, not an IP address';
  if (!/\.[a-z][a-z0-9-]*\.?$/i.test(hostname)) return 'must be at a public host';
  const isListed = rules.services.some((service) => matches(hostname, service));
  if (rules.services.length > 0 && !isListed) return 'is not at a push service that this town uses';
  return undefined;
}

function matches(hostname: string, service: string): boolean {
  return service.startsWith('*.') ? hostname.endsWith(service.slice(1)) : hostname === service;
}

/** Whether an IP address is in the public internet: neither private, loopback, link-local, nor reserved or translated. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** Whether this is a public key on P-256, an uncompressed point in base64url. */
export function isPublicKey(p256dh: string): boolean {
  const point = Buffer.from(p256dh, 'base64url');
  if (point.length !== 65 || point[0] !== 4) return false;
  try {
    ECDH.convertKey(point, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}
