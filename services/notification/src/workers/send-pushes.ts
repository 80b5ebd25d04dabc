import { type Database, type Logger, LoopWorker, metrics } from '@townsquare/kit';
import { Counter } from 'prom-client';
import type { LiveSessions } from '../clients/live-sessions.js';
import type { PushClient } from '../clients/push-client.js';
import { claimPushes, dropPush, finishPush, postponePush, type QueuedPush } from '../data/push-queue.js';
import {
  findPushSubscriptions,
  markUsed,
  type PushSubscription,
  removeOfSessions,
  removePushSubscription,
} from '../data/push-subscriptions.js';
import { GROUP_PAUSE_SECONDS, nextStep, topicOf, urgencyOf, WORTH_SECONDS } from '../domain/push.js';
import { readPush } from '../reading/read-push.js';
import type { ReadingContext } from '../reading/visible.js';

const POLL_MS = 1_000;
const BATCH = 50;
/** The pause after which pushes are looked at again that could not be judged. */
const UNJUDGED_SECONDS = 10;
/** A push is sent only in the first half of its lease: no other instance can have claimed it by the time it arrives. */
const SEND_WITHIN_MS = (GROUP_PAUSE_SECONDS * 1000) / 2;

const pushes = new Counter({
  name: 'pushes_total',
  help: 'Pushes that came due: sent, nothing to show, retried, dropped, or the subscription was gone',
  labelNames: ['outcome'],
  registers: [metrics],
});

/** What sending pushes needs. */
export interface PushParts {
  reading: ReadingContext;
  client: PushClient;
  liveSessions: LiveSessions;
}

/**
 * Sends the pushes that are due. Each is judged right before it is sent: the session of its subscription must be live, as auth
 * says it, and its reader must see something unread. Any number of instances share the queue.
 */
export class PushSender extends LoopWorker {
  readonly #database: Database;

  constructor(
    private readonly parts: PushParts,
    logger: Logger,
  ) {
    super('push', POLL_MS, () => this.sendBatch(), logger);
    this.#database = parts.reading.database;
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.parts.client.close();
  }

  /** Sends one batch, all at the same time; returns whether more may be due. */
  async sendBatch(): Promise<boolean> {
    const { manager } = this.#database;
    const claimedAt = performance.now();
    const claimed = await claimPushes(this.#database, BATCH);
    if (claimed.length === 0) return false;
    const recipients = await this.#recipients(claimed).catch(async (error) => {
      for (const push of claimed) await postponePush(manager, push, push.tries, UNJUDGED_SECONDS);
      throw error;
    });
    await Promise.all(
      claimed.map((push) =>
        this.#handle(push, recipients.get(push.subscriptionId), claimedAt).catch((error) => {
          // The push stays claimed until its lease ends.
          this.logger.error({ err: error, pushKey: push.pushKey }, 'a push could not be handled; trying again');
        }),
      ),
    );
    return claimed.length === BATCH;
  }

  /** The subscriptions of these pushes. Those whose session has ended are removed, and their pushes with them. */
  async #recipients(claimed: QueuedPush[]): Promise<Map<string, PushSubscription>> {
    const { manager } = this.#database;
    const waiting = claimed.filter(({ news }) => news > 0);
    const found = await findPushSubscriptions(manager, [...new Set(waiting.map((push) => push.subscriptionId))]);
    const sessionIds = [...found.values()].map(({ sessionId }) => sessionId);
    const live = await this.parts.liveSessions(sessionIds);
    await removeOfSessions(
      manager,
      sessionIds.filter((sessionId) => !live.has(sessionId)),
    );
    return new Map([...found].filter(([, { sessionId }]) => live.has(sessionId)));
  }

  async #handle(push: QueuedPush, recipient: PushSubscription | undefined, claimedAt: number): Promise<void> {
    const { manager } = this.#database;
    if (!recipient || push.news === 0) return dropPush(manager, push);
    const payload = push.isStale ? undefined : await readPush(this.parts.reading, recipient.userId, push);
    if (!payload) {
      pushes.inc({ outcome: push.isStale ? 'dropped' : 'nothing to show' });
      return dropPush(manager, push);
    }
    if (performance.now() - claimedAt > SEND_WITHIN_MS) return;
    await this.#send(push, recipient, JSON.stringify(payload));
  }

  async #send(push: QueuedPush, recipient: PushSubscription, text: string): Promise<void> {
    const { manager } = this.#database;
    const { pushKey, kind, tries } = push;
    const headers = { TTL: WORTH_SECONDS, urgency: urgencyOf(kind), topic: topicOf(pushKey) };
    const { error, ...result } = await this.parts.client.send(recipient, text, headers);
    const next = nextStep(result, tries);
    pushes.inc({ outcome: next.step });
    if (next.step === 'sent') {
      await finishPush(manager, push);
      return markUsed(manager, recipient.id);
    }
    const facts = { err: error, ...result, service: new URL(recipient.endpoint).host, tries: tries + 1 };
    if (next.step === 'gone') {
      this.logger.info(facts, 'a push subscription is gone');
      await removePushSubscription(manager, recipient.userId, recipient.id);
    } else if (next.step === 'dropped') {
      this.logger.warn(facts, 'a push was not accepted, and is not tried again');
      await dropPush(manager, push);
    } else {
      this.logger.info(facts, 'a push was not accepted; trying again');
      await postponePush(manager, push, tries + 1, next.seconds);
    }
  }
}
