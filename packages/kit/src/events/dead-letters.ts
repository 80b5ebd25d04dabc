import { LRUCache } from 'lru-cache';
import { Gauge } from 'prom-client';
import type { Database } from '../database/database.js';
import { notFound } from '../errors.js';
import type { Logger } from '../logger.js';
import { deadLetters, metrics } from '../metrics.js';
import { LoopWorker } from '../worker.js';
import {
  claimDueDeadLetter,
  countDeadLetters,
  deleteDeadLetter,
  findDeadLetter,
  insertDeadLetter,
  noteAttempt,
} from './dead-letter-table.js';
import { deliver } from './deliver.js';
import { MAX_EVENT_BYTES, parseEvent } from './parse-event.js';
import type { DeliveredEvent, Subscription } from './subscription.js';

/** The outcome of a dead letter that was tried again. */
export type ReplayOutcome = { applied: true } | { applied: false; reason: string };

const POLL_MS = 5_000;
const LEASE_SECONDS = 60;
const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 3_600;
const REMEMBERED_FAILURES = 1_000;

/**
 * The events that a service could not apply, kept in its database until they are applied or an operator discards them. An
 * event comes here after the sidecar's retries, some 25 seconds (dapr/resources/resiliency.yaml), an invalid one at once.
 * A valid event is tried again automatically, with growing pauses: it failed because something that the service needs was
 * unavailable for longer than the sidecar retries. An invalid message waits for the operator.
 */
export class DeadLetters extends LoopWorker {
  /** Why each event could not be applied when it was last tried, by its id. */
  readonly failures = new LRUCache<string, string>({ max: REMEMBERED_FAILURES });

  constructor(
    readonly database: Database,
    private readonly subscriptions: Subscription[],
    logger: Logger,
  ) {
    super('dead letters', POLL_MS, () => this.retryDue(), logger);
  }

  override start(): void {
    super.start();
    const { database } = this;
    new Gauge({
      name: 'dead_letters_waiting',
      help: 'Events that this service could not apply and still keeps',
      registers: [metrics],
      async collect() {
        this.set(await countDeadLetters(database.manager));
      },
    });
  }

  /** Stores a message that the sidecar gave up on. It is logged and counted once, however often it is delivered. */
  async keep(message: Buffer): Promise<void> {
    const { topic, eventId, ...rest } = this.#read(message);
    const fault = 'fault' in rest ? rest.fault : undefined;
    const reason = fault ?? this.failures.get(eventId ?? '') ?? 'it could not be applied within the retries';
    const retryInSeconds = fault === undefined ? FIRST_PAUSE_SECONDS : null;
    const fresh = await insertDeadLetter(this.database.manager, message, { topic, eventId, reason, retryInSeconds });
    if (!fresh) return;
    deadLetters.inc({ topic: topic ?? 'unknown' });
    this.logger.error({ topic, eventId, reason }, 'an event became a dead letter');
  }

  /** Tries a dead letter again now, and deletes it once it is applied. Throws `not_found` when it does not exist. */
  async replay(id: string): Promise<ReplayOutcome> {
    const letter = await findDeadLetter(this.database.manager, id);
    if (!letter) throw notFound('dead letter');
    const read = this.#read(letter.payload);
    if ('fault' in read) return this.#failed(id, read.fault, null);
    const status = await deliver(read.subscription, this, read.event);
    if (status !== 'SUCCESS') {
      const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** (letter.attempts + 1), LONGEST_PAUSE_SECONDS);
      return this.#failed(id, this.failures.get(read.event.id) ?? 'it could not be applied', pause);
    }
    await deleteDeadLetter(this.database.manager, id);
    this.logger.info({ topic: letter.topic, eventId: letter.eventId }, 'a dead letter was applied');
    return { applied: true };
  }

  /** Tries the dead letter that has been due for longest; false when none is. */
  async retryDue(): Promise<boolean> {
    const id = await claimDueDeadLetter(this.database, LEASE_SECONDS);
    if (id === undefined) return false;
    const outcome = await this.replay(id);
    return outcome.applied;
  }

  async #failed(id: string, reason: string, retryInSeconds: number | null): Promise<ReplayOutcome> {
    await noteAttempt(this.database.manager, id, reason, retryInSeconds);
    return { applied: false, reason };
  }

  /** Reads a message as far as it is valid. */
  #read(message: Buffer): Reading {
    if (message.length > MAX_EVENT_BYTES) {
      return {
        topic: null,
        eventId: null,
        fault: `the message is too large: an event has at most ${MAX_EVENT_BYTES} bytes`,
      };
    }
    const body = parseJson(message);
    const topic = textAt(body, 'type');
    const eventId = textAt(body, 'id');
    if (body === undefined) return { topic, eventId, fault: 'the message is not JSON' };
    const subscription = this.subscriptions.find(({ event }) => event.topic === topic);
    if (!subscription) return { topic, eventId, fault: `this service subscribes to no events of the type ${topic}` };
    const parsed = parseEvent(subscription, body);
    return 'fault' in parsed ? { topic, eventId, ...parsed } : { topic, eventId, subscription, ...parsed };
  }
}

type Reading = { topic: string | null; eventId: string | null } & (
  | { fault: string }
  | { subscription: Subscription; event: DeliveredEvent<unknown> }
);

function parseJson(message: Buffer): unknown {
  try {
    return JSON.parse(message.toString());
  } catch {
    return undefined;
  }
}

/** A text of the message that fits into its column, or null. */
function textAt(body: unknown, name: string): string | null {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value.slice(0, 64) : null;
}
