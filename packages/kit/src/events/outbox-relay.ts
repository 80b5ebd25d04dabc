import { Gauge } from 'prom-client';
import { eventsComponent } from '../dapr/components.js';
import type { BulkEntry } from '../dapr/dapr-client.js';
import type { Database } from '../database/database.js';
import type { Logger } from '../logger.js';
import { eventsPublished, metrics, publishDelay } from '../metrics.js';
import { LoopWorker } from '../worker.js';
import { claimRows, deleteRows, type OutboxRow, outboxBacklog, releaseRows } from './outbox.js';

/** Publishes events; returns the ids of those that the broker did not accept. */
export interface Publisher {
  publishBulk(component: string, topic: string, entries: BulkEntry[]): Promise<Set<string>>;
}

const BATCH_SIZE = 200;
/** Longer than a publication may take. The rows of a relay that was killed wait that long. */
const LEASE_SECONDS = 15;
const RETRY_SECONDS = 1;
const POLL_MS = 1_000;

/**
 * Publishes the events in the outbox after each commit, and polls as a safety net. It claims rows by lease, so several
 * instances may run; it deletes a row once the broker has the event.
 */
export class OutboxRelay extends LoopWorker {
  constructor(
    private readonly database: Database,
    private readonly publisher: Publisher,
    logger: Logger,
  ) {
    super('outbox relay', POLL_MS, () => this.drainBatch(), logger);
  }

  override start(): void {
    this.database.onWork('outbox', () => this.wake());
    super.start();
    this.#exportBacklog();
  }

  /** Publishes the remaining events once, then stops. What the broker does not accept stays in the outbox. */
  override async stop(): Promise<void> {
    await super.stop();
    await this.drainBatch().catch((error) => this.logger.warn({ err: error }, 'events stay in the outbox'));
  }

  /** What waits to be published: rows, and the age of the oldest in seconds. `/readyz` shows it. */
  state(): Promise<{ rows: number; seconds: number }> {
    return outboxBacklog(this.database.manager);
  }

  /** Publishes the oldest events; returns true when there are likely more and the broker accepted all of these. */
  async drainBatch(): Promise<boolean> {
    const { ready, heldBack } = await claimRows(this.database, BATCH_SIZE, LEASE_SECONDS);
    const published = new Set(await this.#publish(ready));
    await deleteRows(this.database.manager, [...published]);
    const failed = ready.filter((row) => !published.has(row));
    if (failed.length + heldBack.length > 0) this.wakeWithin(RETRY_SECONDS * 1000);
    await releaseRows(this.database.manager, [...failed, ...heldBack], RETRY_SECONDS);
    return failed.length === 0 && ready.length + heldBack.length === BATCH_SIZE;
  }

  #exportBacklog(): void {
    let counting: Promise<{ rows: number; seconds: number }> | undefined;
    // A collection asks both gauges at the same time: one count serves both.
    const backlog = () => {
      counting ??= this.state().finally(() => {
        counting = undefined;
      });
      return counting;
    };
    const gauges = [
      { name: 'outbox_lag_rows', help: 'Events in the outbox', figure: 'rows' },
      { name: 'outbox_lag_seconds', help: 'Age of the oldest event in the outbox', figure: 'seconds' },
    ] as const;
    for (const { name, help, figure } of gauges) {
      new Gauge({
        name,
        help,
        registers: [metrics],
        async collect() {
          this.set((await backlog())[figure]);
        },
      });
    }
  }

  async #publish(rows: OutboxRow[]): Promise<OutboxRow[]> {
    const published: OutboxRow[] = [];
    for (const wave of waves(rows)) {
      const results = await Promise.all(byTopic(wave).map(([topic, group]) => this.#publishTopic(topic, group)));
      const taken = results.flat();
      published.push(...taken);
      // Later events of the same things must not overtake one that failed.
      if (taken.length < wave.length) break;
    }
    return published;
  }

  async #publishTopic(topic: string, rows: OutboxRow[]): Promise<OutboxRow[]> {
    const events = new Map(rows.map((row) => [row.id, JSON.parse(row.payload) as { time: string }]));
    const entries = rows.map((row) => ({
      entryId: row.id,
      event: events.get(row.id)!,
      contentType: 'application/cloudevents+json',
      metadata: { partitionKey: row.aggregateid },
    }));
    try {
      const failed = await this.publisher.publishBulk(eventsComponent(rows[0]!.aggregatetype), topic, entries);
      eventsPublished.inc({ topic, outcome: 'published' }, rows.length - failed.size);
      if (failed.size > 0) eventsPublished.inc({ topic, outcome: 'failed' }, failed.size);
      const taken = rows.filter((row) => !failed.has(row.id));
      for (const row of taken) publishDelay.observe({ topic }, ageSeconds(events.get(row.id)!.time));
      return taken;
    } catch (error) {
      eventsPublished.inc({ topic, outcome: 'failed' }, rows.length);
      this.logger.warn({ err: error, topic, events: rows.length }, 'events could not be published; trying again');
      return [];
    }
  }
}

/**
 * Splits a batch so that no wave holds two events of one aggregate: the sidecar publishes a bulk in parallel, and the
 * waves go one after another, so each aggregate's events keep their order.
 */
export function waves<Row extends { aggregatetype: string; aggregateid: string }>(rows: Row[]): Row[][] {
  const result: Row[][] = [];
  const depth = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.aggregatetype}:${row.aggregateid}`;
    const wave = depth.get(key) ?? 0;
    depth.set(key, wave + 1);
    result[wave] ??= [];
    result[wave].push(row);
  }
  return result;
}

function ageSeconds(time: string): number {
  return Math.max(0, (Date.now() - Date.parse(time)) / 1000);
}

function byTopic(rows: OutboxRow[]): [string, OutboxRow[]][] {
  const groups = new Map<string, OutboxRow[]>();
  for (const row of rows) groups.set(row.topic, [...(groups.get(row.topic) ?? []), row]);
  return [...groups];
}
