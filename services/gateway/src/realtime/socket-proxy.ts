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

/** A polling request waits for a message for up to 25 s, the server's ping interval. */
const POLL_TIMEOUT_MS = 60_000;

/** The only path that is proxied, with its query. */
const SOCKET_PATH = '/socket.io/';

export interface SocketLimits {
  clientOf: ClientOf;
  count(address: string): Promise<Allowance>;
}

/**
 * Proxies `/socket.io` to the notification service directly: sockets do not go through sidecars. The service verifies the
 * token that a client sends when it connects.
 */
export class SocketProxy {
  readonly #polls: ProxyServer<IncomingMessage, ServerResponse>;
  readonly #upgrades: ProxyServer<IncomingMessage, ServerResponse>;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #open = new Set<Socket>();

  constructor(
    target: string,
    private readonly limits: SocketLimits,
    /** Origins whose pages may open a socket, besides the gateway's own. */
    private readonly origins: string[],
    private readonly logger: Logger,
  ) {
    this.#polls = createProxyServer({ target, agent: this.#agent, proxyTimeout: POLL_TIMEOUT_MS });
    this.#upgrades = createProxyServer({ target, upgradeTimeout: UPGRADE_TIMEOUT_MS });
    // The refusal must be written here: the socket is ended once this listener returns.
    this.#upgrades.on('error', (error, _request, socket) => {
      logger.warn({ err: error }, 'a socket could not be proxied');
      refuse(socket as Socket, '503 Service Unavailable\r\nRetry-After: 1');
    });
  }

  /** Handles polling requests, which are authenticated and counted already. */
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

  /** Handles a server's `upgrade` event. */
  readonly upgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    socket.on('error', (error) => this.logger.debug({ err: error }, 'a socket broke'));
    withContext({}, () => this.#pass(request, socket, head)).catch((error) => {
      this.logger.error({ err: error }, 'an upgrade failed');
      socket.destroy();
    });
  };

  async #pass(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    if (!isSocketPath(request.url ?? '')) return refuse(socket, '404 Not Found');
    // Browsers let a page of any site open a socket.
    const { origin, host } = request.headers;
    if (!mayConnectFrom(origin, host, this.origins)) return refuse(socket, '403 Forbidden');
    const client = this.limits.clientOf(request);
    const { allowed, resetSeconds } = await this.limits.count(client.address);
    if (!allowed) return refuse(socket, `429 Too Many Requests\r\nRetry-After: ${resetSeconds}`);
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    const { connection, upgrade } = request.headers;
    request.headers = { ...cleanHeaders(request, client), connection, upgrade };
    await this.#upgrades.ws(request, socket, {}, head);
  }

  /** Ends every open socket: clients reconnect, to another instance. */
  close(): void {
    // Without an error here, the other side would stay open.
    for (const socket of this.#open) socket.destroy(new Error('The gateway is stopping.'));
    this.#agent.destroy();
  }
}

/** Whether the target is the path of sockets; false if it cannot be parsed. */
function isSocketPath(url: string): boolean {
  try {
    return readTarget(url).path === SOCKET_PATH;
  } catch {
    return false;
  }
}

function cleanHeaders(request: IncomingMessage, { address, protocol }: Client): IncomingHttpHeaders {
  return toService(request.headers, { address, protocol, ...currentContext()! }, 'notification');
}

function refuse(socket: Socket, status: string): void {
  // After the upgrade, the connection no longer carries HTTP.
  if (socket.writable && socket.bytesWritten === 0)
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  else socket.destroy();
}
