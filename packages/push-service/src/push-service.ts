import { createECDH, type ECDH, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import ece from 'http_ece';
import { checkVapid } from './vapid.js';

/** What a browser gives an app: `PushSubscription.toJSON()`. */
export interface BrowserSubscription {
  endpoint: string;
  expirationTime: null;
  keys: { p256dh: string; auth: string };
}

/** A push that was accepted, as the browser decrypts it. */
export interface ReceivedPush {
  endpoint: string;
  text: string;
  ttl: number;
  urgency: string;
  topic: string | undefined;
}

/** A response in place of the usual one, or `reset` for a connection that ends without one. */
export type PlannedResponse = { status: number; headers?: Record<string, string>; body?: string } | 'reset';

/** The largest body that a push service has to accept (RFC 8030, section 7.2). */
const MAX_BODY_BYTES = 4_096;

/** A request that this push service refuses. */
class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A push service (RFC 8030) and the browsers that subscribe at it, on loopback. It refuses a push whose VAPID token is not
 * valid (RFC 8292) or whose payload it cannot decrypt (RFC 8291), so a test sees what a browser would show.
 */
export class PushService {
  /** The accepted pushes, in the order in which they came. */
  readonly received: ReceivedPush[] = [];
  /** Every request, whatever the response: its endpoint and the status; 0 while there was none. */
  readonly requests: { endpoint: string; status: number }[] = [];
  /** Why requests were refused. */
  readonly refusals: string[] = [];
  /** Responses in place of the usual ones, by endpoint: each is used once, the last of a list again and again. */
  readonly planned = new Map<string, PlannedResponse[]>();
  readonly #browsers = new Map<string, { key: ECDH; auth: string; applicationKey: string }>();

  private constructor(
    readonly origin: string,
    private readonly server: Server,
  ) {}

  /** Starts on a free port of loopback, or on the one that is named. */
  static async start(port = 0): Promise<PushService> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const service = new PushService(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    server.on('request', (request, response) => void service.#serve(request, response));
    return service;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Subscribes a browser for the app with this public VAPID key. */
  subscribe(applicationKey: string): BrowserSubscription {
    const key = createECDH('prime256v1');
    const p256dh = key.generateKeys('base64url', 'uncompressed');
    const auth = randomBytes(16).toString('base64url');
    const endpoint = `${this.origin}/push/${randomBytes(16).toString('base64url')}`;
    this.#browsers.set(endpoint, { key, auth, applicationKey });
    return { endpoint, expirationTime: null, keys: { p256dh, auth } };
  }

  /** The browser gives its subscription up: from now on its endpoint is gone. */
  unsubscribe({ endpoint }: Pick<BrowserSubscription, 'endpoint'>): void {
    this.#browsers.delete(endpoint);
  }

  /** The pushes to one subscription, parsed from JSON. */
  pushesTo({ endpoint }: Pick<BrowserSubscription, 'endpoint'>): Record<string, unknown>[] {
    return this.received.filter((push) => push.endpoint === endpoint).map(({ text }) => JSON.parse(text));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = `${this.origin}${request.url}`;
    const entry = { endpoint, status: 0 };
    this.requests.push(entry);
    const body = await bodyOf(request);
    const planned = this.#nextPlanned(endpoint);
    if (planned === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const { status, headers, body: text } = planned ?? (await this.#accept(request, endpoint, body));
    entry.status = status;
    response.writeHead(status, headers).end(text);
  }

  #nextPlanned(endpoint: string): PlannedResponse | undefined {
    const list = this.planned.get(endpoint) ?? [];
    return list.length > 1 ? list.shift() : list[0];
  }

  async #accept(request: IncomingMessage, endpoint: string, body: Buffer): Promise<Exclude<PlannedResponse, 'reset'>> {
    try {
      this.received.push(await this.#read(request, endpoint, body));
      return { status: 201, headers: { location: `${this.origin}/message/${this.received.length}` } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refusals.push(error.message);
      return { status: error.status, body: error.message };
    }
  }

  async #read({ method, headers }: IncomingMessage, endpoint: string, body: Buffer): Promise<ReceivedPush> {
    if (method !== 'POST') throw new Refused(405, `A push is sent by POST, not by ${method}.`);
    const browser = this.#browsers.get(endpoint);
    if (!browser) throw new Refused(410, 'The subscription is gone.');
    await checkVapid(headers.authorization, this.origin, browser.applicationKey).catch((error: Error) => {
      throw new Refused(403, error.message);
    });
    const { ttl, urgency = 'normal', topic } = headers as Record<string, string | undefined>;
    if (!/^\d+$/.test(ttl ?? '')) throw new Refused(400, 'There is no TTL.');
    if (!/^(very-low|low|normal|high)$/.test(urgency)) throw new Refused(400, `${urgency} is no urgency.`);
    if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) throw new Refused(400, `${topic} is no topic.`);
    if (headers['content-encoding'] !== 'aes128gcm') throw new Refused(400, 'The content is not encrypted.');
    if (body.length > MAX_BODY_BYTES) throw new Refused(413, `The body has ${body.length} bytes.`);
    return { endpoint, text: decrypt(body, browser), ttl: Number(ttl), urgency, topic };
  }
}

function decrypt(body: Buffer, { key, auth }: { key: ECDH; auth: string }): string {
  try {
    return ece.decrypt(body, { version: 'aes128gcm', privateKey: key, authSecret: auth }).toString('utf8');
  } catch (error) {
    throw new Refused(400, `The payload cannot be decrypted: ${(error as Error).message}`);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
