import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/**
 * The address that the client of a service's request has. The gateway writes it in front, in place of anything that the
 * client claims; the sidecars that a request passes add themselves behind it.
 */
export function clientAddress(request: Pick<Request, 'get'>): string {
  return (request.get('x-forwarded-for') ?? '').split(',')[0]!.trim();
}

/** Who an address counts as: itself, or for IPv6 its /64, since one customer has all of that. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const network = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
