import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { WRONG_GUESS_HEADER } from '@townsquare/kit';

/** What the gateway adds to a request. */
export interface Origin {
  address: string;
  protocol: string;
  requestId: string;
  traceparent: string;
}

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1), and `expect`, which the gateway handles. */
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

/** Headers with which a client could pretend to be a proxy, a sidecar or the gateway. */
const DROPPED_FROM_CLIENTS = new Set(['host', 'forwarded', 'via', 'x-real-ip', 'x-request-id', 'traceparent']);
const DROPPED_FROM_CLIENTS_PREFIXES = ['dapr-', 'x-forwarded-'];

/** Headers between services and sidecars, and those that the gateway sets itself. */
const DROPPED_FROM_SERVICES = new Set([
  'date',
  'server',
  'traceparent',
  'tracestate',
  'x-powered-by',
  'x-request-id',
  WRONG_GUESS_HEADER,
]);
const DROPPED_FROM_SERVICES_PREFIXES = ['dapr-', 'metadata.', 'ratelimit'];

/** The one service that sets cookies and reads them. */
const READS_COOKIES = 'auth';

/**
 * The headers that a service receives: the client's, without those that only the gateway may set, and the gateway's. Cookies
 * are secrets of a session, so no service but auth gets any.
 */
export function toService(
  headers: IncomingHttpHeaders,
  origin: Origin,
  appId: string,
): Record<string, string | string[]> {
  const kept = keep(headers, DROPPED_FROM_CLIENTS, DROPPED_FROM_CLIENTS_PREFIXES);
  if (appId !== READS_COOKIES) delete kept.cookie;
  if (headers.host) kept['x-forwarded-host'] = headers.host;
  kept['x-forwarded-for'] = origin.address;
  kept['x-forwarded-proto'] = origin.protocol;
  kept['x-request-id'] = origin.requestId;
  kept.traceparent = origin.traceparent;
  return kept;
}

/** The headers that a client receives. */
export function toClient(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return keep(headers, DROPPED_FROM_SERVICES, DROPPED_FROM_SERVICES_PREFIXES);
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
 * Whether a page of this origin may open a socket: the origin is on the gateway's own host, or is named. A program that is
 * no browser sends no origin, and may.
 */
export function mayConnectFrom(origin: string | undefined, host: string | undefined, named: string[]): boolean {
  if (origin === undefined || named.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
