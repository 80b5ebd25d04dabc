import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import webPush, { type RequestOptions } from 'web-push';
import type { PushResult } from '../domain/push.js';
import { type EndpointRules, endpointFault, isPublicAddress, isTrusted } from '../domain/push-endpoint.js';

/** The keys that identify this town to push services (RFC 8292), and whom these can contact. */
export interface VapidDetails {
  subject: string;
  publicKey: string;
  privateKey: string;
}

/** Where a browser receives pushes, and the keys that only it can decrypt with. */
export interface Recipient {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** How a push service treats a push. */
export type PushHeaders = Required<Pick<RequestOptions, 'TTL' | 'urgency' | 'topic'>>;

const CONNECT_TIMEOUT_MS = 5_000;
const TIMEOUT_MS = 10_000;
const MAX_RESPONSE_BYTES = 16_384;
/** One push service does not get more connections than this from one process. */
const CONNECTIONS = 20;

/** The errors after which the push service cannot have received anything: there was no connection. */
const NOT_CONNECTED = [
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'EPROTO'],
];

const REFUSED = 'ERR_REFUSED_ADDRESS';

/**
 * Sends pushes to the addresses that clients name. So it connects to public addresses alone, whatever a name resolves to at
 * that moment, follows no redirect, and bounds time and the size of a response.
 */
export class PushClient {
  readonly #public: Agent;
  readonly #trusted = agent({});

  constructor(
    private readonly vapid: VapidDetails,
    private readonly rules: EndpointRules,
    resolve: Resolve = lookup,
  ) {
    this.#public = agent({ lookup: publicLookup(resolve) });
  }

  /** Encrypts a text for one browser and sends it. A failure is returned with its cause, not thrown. */
  async send(recipient: Recipient, text: string, headers: PushHeaders): Promise<PushResult & { error?: unknown }> {
    const endpoint = new URL(recipient.endpoint);
    if (endpointFault(endpoint, this.rules) !== undefined) return { failed: 'refused' };
    try {
      const { p256dh, auth } = recipient;
      const options = { ...headers, vapidDetails: this.vapid, contentEncoding: 'aes128gcm' as const };
      const details = webPush.generateRequestDetails(
        { endpoint: endpoint.href, keys: { p256dh, auth } },
        text,
        options,
      );
      const response = await request(endpoint, {
        method: 'POST',
        headers: Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)])),
        body: details.body,
        dispatcher: isTrusted(endpoint, this.rules) ? this.#trusted : this.#public,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      // The status says it all: a body that is too long or never ends changes nothing.
      response.body.dump({ limit: MAX_RESPONSE_BYTES }).catch(() => undefined);
      const retryAfter = response.headers['retry-after'];
      return { status: response.statusCode, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined };
    } catch (error) {
      return { failed: failureOf(error), error };
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#public.destroy(), this.#trusted.destroy()]);
  }
}

function agent(connect: { lookup?: LookupFunction }): Agent {
  return new Agent({
    connect: { ...connect, timeout: CONNECT_TIMEOUT_MS },
    connections: CONNECTIONS,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
}

/** How names are resolved: `dns.lookup` for all addresses. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Resolves a host name, and fails if one of its addresses is not public. The connection uses the addresses that it checked. */
function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses = []) => {
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      const fault = error ?? (refused ? refusal(hostname, refused.address) : null);
      if (fault || addresses.length === 0) callback(fault ?? refusal(hostname, 'none'), '');
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

function refusal(hostname: string, address: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has an address that is not public: ${address}`), { code: REFUSED });
}

function failureOf(error: unknown): 'unsent' | 'uncertain' | 'refused' {
  const { code, errors } = error as { code?: string; errors?: { code?: string }[] };
  const codes = [code, ...(errors ?? []).map((one) => one.code)].filter((one) => one !== undefined);
  if (codes.includes(REFUSED)) return 'refused';
  return codes.length > 0 && codes.every((one) => NOT_CONNECTED.includes(one)) ? 'unsent' : 'uncertain';
}
