import type { IncomingHttpHeaders } from 'node:http';
import { readAddress } from '@townsquare/kit';
import parseForwarded from 'forwarded-parse';

/** The header in which proxies name the client. Only one is read: a proxy that writes one forwards the other as the client sent it. */
export const CLIENT_HEADERS = ['x-forwarded-for', 'forwarded'] as const;
export type ClientHeader = (typeof CLIENT_HEADERS)[number];

/** Who sent a request. */
export interface Client {
  /** The client's address or, where it cannot be read, that of the trusted proxy which should have named it. */
  address: string;
  protocol: 'http' | 'https';
  /** What that proxy wrote instead of an address; undefined where the address is the client's. */
  unreadable: string | undefined;
}

/** What one proxy wrote about the sender of its request. */
interface Hop {
  written: string;
  address: string | undefined;
  protocol: string | undefined;
}

/**
 * Reads the client of a request, from the nearest proxy outward, for as long as each proxy is trusted: the client may have
 * forged the rest. `peer` is the address at the other end of the connection.
 */
export function readClient(
  peer: string,
  headers: IncomingHttpHeaders,
  header: ClientHeader,
  isTrusted: (address: string) => boolean,
): Client {
  const client: Client = { address: readAddress(peer) ?? '', protocol: 'http', unreadable: undefined };
  for (const { written, address, protocol } of hopsOf(headers, header)) {
    if (!isTrusted(client.address)) break;
    client.protocol = protocol === 'https' ? 'https' : 'http';
    if (address === undefined) return { ...client, unreadable: written };
    client.address = address;
  }
  return client;
}

/** The hops that the proxies wrote, the nearest first. */
function hopsOf(headers: IncomingHttpHeaders, header: ClientHeader): Hop[] {
  const value = headers[header]?.toString();
  if (value === undefined) return [];
  return (header === 'forwarded' ? readForwarded(value) : readForwardedFor(value, headers)).reverse();
}

function readForwardedFor(value: string, headers: IncomingHttpHeaders): Hop[] {
  const protocol = String(headers['x-forwarded-proto'] ?? '')
    .split(',')[0]!
    .trim();
  return value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((written) => ({ written, address: readAddress(written), protocol }));
}

/** RFC 7239. A header that breaks its grammar cannot be relied on, so all of it is one unreadable hop. */
function readForwarded(value: string): Hop[] {
  try {
    return parseForwarded(value).map(({ for: written = '', proto }) => ({
      written,
      address: readAddress(written),
      protocol: proto?.toLowerCase(),
    }));
  } catch {
    return [{ written: value, address: undefined, protocol: undefined }];
  }
}
