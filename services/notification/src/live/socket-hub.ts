import type { Server as HttpServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { type Logger, observeFreshness, type TokenVerifier } from '@townsquare/kit';
import { Server, type Socket } from 'socket.io';
import type { SocketConfig } from '../config.js';
import type { Cause } from '../domain/kinds.js';
import type { NotificationView } from '../views/notification.js';
import { authenticate, type Client, endWhenExpired } from './authenticate.js';
import type { Live, Notified, Outcome } from './live.js';
import { connectRedis } from './redis.js';

/** Messages to clients. */
interface ClientMessages {
  notification(view: NotificationView): void;
  'unread-count'(counted: { count: number }): void;
}

/** Messages between instances. */
interface InstanceMessages {
  outcome(outcome: Outcome): void;
}

type Hub = Server<Record<string, never>, ClientMessages, InstanceMessages>;

/** What the hub reads for connected clients. */
export interface LiveReads {
  notifications(cause: Cause, userIds: string[]): Promise<Map<string, NotificationView>>;
  unreadCounts(userIds: string[]): Promise<Map<string, number>>;
}

const COUNT_PAUSE_MS = 50;
const MAX_MESSAGE_BYTES = 10_000;

/**
 * The sockets of this instance, in one room an account. An outcome is published to all instances in one message, whether it
 * concerns one account or five hundred. Each instance reads only for the accounts that are connected to it.
 */
export class SocketHub implements Live {
  #io: Hub | undefined;
  readonly #toCount = new Set<string>();
  #counting: NodeJS.Timeout | undefined;

  constructor(
    private readonly reads: LiveReads,
    private readonly logger: Logger,
  ) {}

  /** Opens `/socket.io` on a server; returns the function that closes it. */
  attach(server: HttpServer, tokens: TokenVerifier, config: SocketConfig): () => Promise<void> {
    const { publisher, subscriber } = connectRedis(config.REDIS_URL, this.logger);
    const io: Hub = new Server(server, {
      path: '/socket.io',
      transports: config.SOCKET_TRANSPORTS,
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      adapter: createAdapter(publisher, subscriber, { key: 'townsquare:notifications' }),
    });
    io.use(authenticate(tokens, this.logger));
    io.on('connection', (socket) => this.#accept(socket));
    io.on('outcome', (outcome) => this.#deliver(outcome));
    this.#io = io;
    return async () => {
      this.#io = undefined;
      clearTimeout(this.#counting);
      io.engine.close();
      publisher.disconnect();
      subscriber.disconnect();
    };
  }

  publish(outcome: Outcome): void {
    const people = [...(outcome.notified?.recipients ?? []), ...(outcome.counted ?? [])];
    if (people.length === 0 || !this.#io) return;
    this.#io.serverSideEmit('outcome', outcome);
    this.#deliver(outcome);
  }

  disconnect(userId: string): void {
    this.#io?.in(roomOf(userId)).disconnectSockets(true);
  }

  /** Ends this instance's sockets of sessions that have ended; every instance is called with all of them. */
  endSessions(sessionIds: string[]): void {
    const rooms = this.#io?.sockets.adapter.rooms;
    const present = sessionIds.map(sessionRoomOf).filter((room) => rooms?.has(room));
    if (present.length > 0) this.#io?.local.in(present).disconnectSockets(true);
  }

  #accept(socket: Socket): void {
    const client = socket.data.client as Client;
    socket.join([roomOf(client.caller.userId), sessionRoomOf(client.caller.sessionId)]);
    endWhenExpired(socket, client);
    this.#countSoon([client.caller.userId]);
  }

  #deliver({ notified, counted = [] }: Outcome): void {
    this.#countSoon(this.#connected(counted));
    const present = this.#connected(notified?.recipients ?? []);
    if (!notified || present.length === 0) return;
    this.#countSoon(present);
    this.#sendNotifications({ ...notified, recipients: present }).catch((error) => {
      this.logger.error({ err: error }, 'notifications were not delivered live');
    });
  }

  async #sendNotifications({ cause, recipients, since }: Notified): Promise<void> {
    const views = await this.reads.notifications(cause, recipients);
    for (const [userId, view] of views) this.#io?.local.to(roomOf(userId)).emit('notification', view);
    if (views.size > 0) observeFreshness('socket', since);
  }

  /** Changes within 50 ms are counted once. */
  #countSoon(userIds: string[]): void {
    for (const userId of userIds) this.#toCount.add(userId);
    if (this.#toCount.size === 0) return;
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined;
      this.#sendCounts().catch((error) => this.logger.error({ err: error }, 'unread counts were not delivered live'));
    }, COUNT_PAUSE_MS);
  }

  async #sendCounts(): Promise<void> {
    const userIds = [...this.#toCount];
    this.#toCount.clear();
    const counts = await this.reads.unreadCounts(userIds);
    for (const userId of userIds) {
      this.#io?.local.to(roomOf(userId)).emit('unread-count', { count: counts.get(userId) ?? 0 });
    }
  }

  /** The accounts that are connected to this instance. */
  #connected(userIds: string[]): string[] {
    const rooms = this.#io?.sockets.adapter.rooms;
    return rooms ? userIds.filter((userId) => rooms.has(roomOf(userId))) : [];
  }
}

function sessionRoomOf(sessionId: string): string {
  return `session:${sessionId}`;
}

function roomOf(userId: string): string {
  return `user:${userId}`;
}
