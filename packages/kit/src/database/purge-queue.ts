import { userPurged } from '@townsquare/contracts';
import type { Logger } from '../logger.js';
import { LoopWorker, type Worker } from '../worker.js';
import type { Database, Transaction } from './database.js';

/** What was deleted, so that what belongs to it has to follow. */
export type PurgeKind = 'user' | 'post' | 'comment';

/**
 * Removes up to about `limit` rows of what belongs to the thing, in transactions of its own; answers how many there were,
 * and 0 once nothing is left. It may run twice at a time, so it must bear that rows are gone already.
 */
export type PurgeStep = (id: string, limit: number) => Promise<number>;

interface Purge {
  kind: PurgeKind;
  id: string;
  version: string;
  due_at: Date;
}

const BATCH = 100;
const POLL_MS = 1_000;
const LEASE_SECONDS = 30;

/** Notes that what belongs to a deleted thing is to be removed; part of the transaction that learns of the deletion. */
export async function requestPurge(tx: Transaction, kind: PurgeKind, id: string, version: number): Promise<void> {
  await tx.manager.query(
    `INSERT INTO purges (kind, id, version, due_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE version = GREATEST(version, VALUES(version))`,
    [kind, id, version],
  );
}

/**
 * Works off what `requestPurge` noted, a batch at a time, the longest waiting first; a purge that fails is tried again
 * after 30 s and holds up no other. When nothing of an account is left, `user.purged` is published.
 */
export class PurgeWorker implements Worker {
  readonly #loop: LoopWorker;

  constructor(
    private readonly database: Database,
    logger: Logger,
    private readonly steps: Partial<Record<PurgeKind, PurgeStep>>,
  ) {
    this.#loop = new LoopWorker('purge', POLL_MS, () => this.purgeBatch(), logger);
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** There is something to purge: it need not wait for the next look. */
  wake(): void {
    this.#loop.wake();
  }

  /** Removes one batch; false when nothing waits. */
  async purgeBatch(): Promise<boolean> {
    const purge = await this.#claim();
    if (!purge) return false;
    const step = this.steps[purge.kind];
    if (!step) throw new Error(`Nothing here purges a ${purge.kind}.`);
    const removed = await step(purge.id, BATCH);
    if (removed === 0) await this.#finish(purge);
    else await this.#giveBack(purge);
    return true;
  }

  /** Takes the purge that has been due for longest, for `LEASE_SECONDS`. */
  async #claim(): Promise<Purge | undefined> {
    const { manager } = this.database;
    const [purge]: Purge[] = await manager.query(
      'SELECT kind, id, version, due_at FROM purges WHERE due_at <= UTC_TIMESTAMP(3) ORDER BY due_at LIMIT 1',
    );
    if (!purge) return undefined;
    const { affectedRows } = await manager.query(
      'UPDATE purges SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE kind = ? AND id = ? AND due_at = ?',
      [LEASE_SECONDS, purge.kind, purge.id, purge.due_at],
    );
    // Another instance may have been quicker: then it is at work on it.
    return affectedRows === 1 ? purge : undefined;
  }

  async #giveBack({ kind, id }: Purge): Promise<void> {
    await this.database.manager.query('UPDATE purges SET due_at = UTC_TIMESTAMP(3) WHERE kind = ? AND id = ?', [
      kind,
      id,
    ]);
  }

  async #finish({ kind, id, version }: Purge): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { affectedRows } = await tx.manager.query('DELETE FROM purges WHERE kind = ? AND id = ?', [kind, id]);
      if (kind !== 'user' || affectedRows !== 1) return;
      // The answers to the account's requests repeat what it wrote.
      await tx.manager.query('DELETE FROM idempotency_keys WHERE owner_id = ?', [id]);
      const service = this.database.service;
      tx.publish(userPurged, { id, version: Number(version) }, { userId: id, service });
    });
  }
}
