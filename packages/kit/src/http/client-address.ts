import { isIP } from 'node:net';
import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** An address with its port, as proxies write it: IPv6 in brackets; the port may be a made-up name (RFC 7239, 6.3). */
const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::(?:\d{1,5}|_[\w.-]+))?$/;

/**
 * The address in what a proxy wrote of a client: without its port, in one spelling, an IPv4-mapped address as IPv4.
 * Undefined where it is no address, as `unknown` is none.
 */
export function readAddress(written: string): string | undefined {
  const [, v6, v4] = WITH_PORT.exec(written) ?? [];
  const address = v6 ?? v4 ?? written;
  return isIP(address) === 0 ? undefined : ipaddr.process(address).toString();
}

/**
 * The address that the client of a service's request has; empty where there is none. The gateway decides it, and writes
 * it in front, in place of anything that the client claims; the sidecars that a request passes add themselves behind it.
 */
export function clientAddress(request: Pick<Request, 'get'>): string {
  return readAddress((request.get('x-forwarded-for') ?? '').split(',')[0]!.trim()) ?? '';
}

/** The key that limits count an address under: itself, or for IPv6 its /64, since one customer has all of that. */
export function addressKey(address: string): string {
  const read = readAddress(address);
  if (read === undefined) return 'unknown';
  const parsed = ipaddr.parse(read);
  if (parsed.kind() === 'ipv4') return read;
  const network = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
