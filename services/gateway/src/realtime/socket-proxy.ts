import { Agent, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { currentContext, type Logger, unavailable, withContext } from '@townsquare/kit';
import type { RequestHandler } from 'express';
import { createProxyServer, type ProxyServer } from 'httpxy';
import type { Client } from '../domain/client.js';
import { mayConnectFrom, toService } from '../domain/headers.js';
import { readTarget } from '../domain/target.js';
import type { Allowance } from '../limits/rate-limits.js';
import type { ClientOf } from '../middleware/read-request.js';

const UPGRADE_TIMEOUT_MS = 10_000;

/** A polling request waits for up to 25 s (the servers' ping) until there is something to say. */
const POLL_TIMEOUT_MS = 60_000;

/** The one path that is proxied, with its query; what else is behind the address cannot be reached. */
const SOCKET_PATH = '/socket.io/';

export interface DoorForSockets {
  clientOf: ClientOf;
  count(address: string): Promise<Allowance>;
}

/**
 * Passes `/socket.io` on to the notification service itself: sockets do not go through sidecars. The service checks the
 * token that a client sends when it connects.
 */
export class SocketProxy {
  readonly #polls: ProxyServer<IncomingMessage, ServerResponse>;
  readonly #upgrades: ProxyServer<IncomingMessage, ServerResponse>;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #open = new Set<Socket>();

  constructor(
    target: string,
    private readonly door: DoorForSockets,
    /** Whose pages may open a socket, besides the gateway's own. */
    private readonly origins: string[],
    private readonly logger: Logger,
  ) {
    this.#polls = createProxyServer({ target, agent: this.#agent, proxyTimeout: POLL_TIMEOUT_MS });
    this.#upgrades = createProxyServer({ target, upgradeTimeout: UPGRADE_TIMEOUT_MS });
    // A refusal must be written here: once this listener returns, the socket is ended.
    this.#upgrades.on('error', (error, _request, socket) => {
      logger.warn({ err: error }, 'a socket could not be passed on');
      refuse(socket as Socket, '503 Service Unavailable\r\nRetry-After: 1');
    });
  }

  /** For polling requests, which have come through the door already. */
  poll(): RequestHandler {
    return async (request, response) => {
      response.locals.route = SOCKET_PATH;
      request.headers = cleanHeaders(request, response.locals.client as Client);
      try {
        await this.#polls.web(request, response);
      } catch (error) {
        if (!response.destroyed) throw unavailable('notification', error);
      }
    };
  }

  /** For a server's `upgrade` event. */
  readonly upgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    socket.on('error', (error) => this.logger.debug({ err: error }, 'a socket broke'));
    withContext({}, () => this.#pass(request, socket, head)).catch((error) => {
      this.logger.error({ err: error }, 'an upgrade failed');
      socket.destroy();
    });
  };

  async #pass(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    if (!isSocketPath(request.url ?? '')) return refuse(socket, '404 Not Found');
    // No rule of the browser's keeps a page of another site from opening a socket.
    const { origin, host } = request.headers;
    if (!mayConnectFrom(origin, host, this.origins)) return refuse(socket, '403 Forbidden');
    const client = this.door.clientOf(request);
    const { allowed, resetSeconds } = await this.door.count(client.address);
    if (!allowed) return refuse(socket, `429 Too Many Requests\r\nRetry-After: ${resetSeconds}`);
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    const { connection, upgrade } = request.headers;
    request.headers = { ...cleanHeaders(request, client), connection, upgrade };
    await this.#upgrades.ws(request, socket, {}, head);
  }

  /** Ends every open socket: clients connect again, to another instance. */
  close(): void {
    // Only an error on this side ends the other side as well.
    for (const socket of this.#open) socket.destroy(new Error('The gateway is stopping.'));
    this.#agent.destroy();
  }
}

/** Whether a target is read as the path of sockets; one that cannot be read is none. */
function isSocketPath(url: string): boolean {
  try {
    return readTarget(url).path === SOCKET_PATH;
  } catch {
    return false;
  }
}

function cleanHeaders(request: IncomingMessage, { address, protocol }: Client): IncomingHttpHeaders {
  return toService(request.headers, { address, protocol, ...currentContext()! });
}

function refuse(socket: Socket, status: string): void {
  // Once it has been upgraded, what is written is no longer HTTP.
  if (socket.writable && socket.bytesWritten === 0)
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  else socket.destroy();
}
