import { type BrowserSubscription, PushService } from '@townsquare/push-service';
import { NotificationTown } from './notification-town.js';

/** A push in the queue, without its place in it. */
export interface Waiting {
  kind: string;
  news: number;
  tries: number;
  /** In how many seconds it is due. */
  seconds: number;
}

/** Notification with a push service, at which people's browsers subscribe. */
export class PushTown {
  private constructor(
    readonly town: NotificationTown,
    readonly service: PushService,
  ) {}

  static async start(): Promise<PushTown> {
    const service = await PushService.start();
    return new PushTown(await NotificationTown.start([service.origin]), service);
  }

  async stop(): Promise<void> {
    await this.town.pushes.stop();
    await this.town.stop();
    await this.service.stop();
  }

  async publicKey(): Promise<string> {
    return (await this.town.call(1, 'get', '/push/public-key')).body.publicKey;
  }

  /** Subscribes a browser of a person, in the session that has their id or in another one. */
  async subscribe(userId: number, sessionId = `${userId}`): Promise<BrowserSubscription & { id: string }> {
    const browser = this.service.subscribe(await this.publicKey());
    const { status, body } = await this.town.call(userId, 'post', '/push/subscriptions', { body: browser, sessionId });
    if (status !== 201) throw new Error(`The subscription was refused: ${status} ${JSON.stringify(body)}`);
    return { ...browser, id: body.id };
  }

  async subscriptions(userId: number): Promise<{ id: string; lastUsedAt: string | null; current: boolean }[]> {
    return (await this.town.call(userId, 'get', '/push/subscriptions')).body.items;
  }

  /** Sends what is due. */
  async send(): Promise<void> {
    while (await this.town.pushes.sendBatch());
  }

  /** Lets so many seconds pass for the queue. */
  async pass(seconds: number): Promise<void> {
    await this.query(
      `UPDATE push_queue SET due_at = due_at - INTERVAL ? SECOND, waiting_since = waiting_since - INTERVAL ? SECOND`,
      [seconds, seconds],
    );
  }

  async waiting(): Promise<Waiting[]> {
    const rows: Waiting[] = await this.query(
      `SELECT kind, news, tries, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), due_at) / 1000000 AS seconds
       FROM push_queue ORDER BY subscription_id, push_key`,
    );
    return rows.map(({ kind, news, tries, seconds }) => ({
      kind,
      news: Number(news),
      tries: Number(tries),
      seconds: Number(seconds),
    }));
  }

  query(statement: string, values: unknown[] = []) {
    return this.town.service.database.manager.query(statement, values);
  }
}
