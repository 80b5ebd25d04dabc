import { io, type Socket } from 'socket.io-client';
import { eventually } from './eventually.js';
import type { Json, Person } from './person.js';
import { town } from './town.js';

/** A person's open page: it hears their notifications as they come. */
export class LivePage {
  readonly notifications: Json[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('notification', (notification) => this.notifications.push(notification));
  }

  static async open(person: Pick<Person, 'accessToken'>): Promise<LivePage> {
    const socket = io(town.gatewayUrl, {
      auth: { token: person.accessToken },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    const page = new LivePage(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return page;
  }

  /** Waits for a notification of a kind that an account caused. */
  async hears(kind: string, actor: Person): Promise<Json> {
    const find = async () => this.notifications.find((one) => one.kind === kind && one.actor?.userId === actor.userId);
    return eventually(find, (found) => found !== undefined, `a live ${kind} notification by ${actor.username}`);
  }

  /** Waits until the town has closed it. */
  async isClosed(): Promise<void> {
    await eventually(
      async () => this.socket.connected,
      (connected) => !connected,
      'the page is closed',
    );
  }

  close(): void {
    this.socket.close();
  }
}
