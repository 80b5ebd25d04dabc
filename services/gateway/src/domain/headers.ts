import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { WRONG_GUESS_HEADER } from '@townsquare/kit';

/** What the gateway itself says of a request. */
export interface Origin {
  address: string;
  protocol: string;
  requestId: string;
  traceparent: string;
}

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1), and `expect`, which is answered here. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What a client could use to speak for a proxy, a sidecar or us. */
const NOT_FOR_CLIENTS = new Set(['host', 'forwarded', 'via', 'x-real-ip', 'x-request-id', 'traceparent']);
const NOT_FOR_CLIENTS_PREFIXES = ['dapr-', 'x-forwarded-'];

/** What services and sidecars say to each other, and what the gateway says itself. */
const NOT_FOR_THE_OUTSIDE = new Set([
  'date',
  'server',
  'traceparent',
  'tracestate',
  'x-powered-by',
  'x-request-id',
  WRONG_GUESS_HEADER,
]);
const NOT_FOR_THE_OUTSIDE_PREFIXES = ['dapr-', 'metadata.', 'ratelimit'];

/** The headers that a service gets: the client's own, without those that only we may set, and those. */
export function toService(headers: IncomingHttpHeaders, origin: Origin): Record<string, string | string[]> {
  const kept = keep(headers, NOT_FOR_CLIENTS, NOT_FOR_CLIENTS_PREFIXES);
  if (headers.host) kept['x-forwarded-host'] = headers.host;
  kept['x-forwarded-for'] = origin.address;
  kept['x-forwarded-proto'] = origin.protocol;
  kept['x-request-id'] = origin.requestId;
  kept.traceparent = origin.traceparent;
  return kept;
}

/** The headers that a client gets. */
export function toClient(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return keep(headers, NOT_FOR_THE_OUTSIDE, NOT_FOR_THE_OUTSIDE_PREFIXES);
}

function keep(
  headers: IncomingHttpHeaders,
  dropped: Set<string>,
  droppedPrefixes: string[],
): Record<string, string | string[]> {
  const named = namedByConnection(headers.connection);
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || OF_THE_CONNECTION.has(name) || dropped.has(name) || named.includes(name)) continue;
    if (droppedPrefixes.some((prefix) => name.startsWith(prefix))) continue;
    kept[name] = value;
  }
  return kept;
}

/** Headers that `Connection` names belong to the connection as well. */
function namedByConnection(connection: string | undefined): string[] {
  if (!connection || connection === 'keep-alive' || connection === 'close') return [];
  return connection.split(',').map((name) => name.trim().toLowerCase());
}

/**
 * Whether a page of this origin may open a socket: one of the gateway's own host, or of an origin that is named. Programs
 * that are no browsers send none, and may.
 */
export function mayConnectFrom(origin: string | undefined, host: string | undefined, named: string[]): boolean {
  if (origin === undefined || named.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
