import { userPurged } from '@townsquare/contracts';
import type { Logger } from '../logger.js';
import { LoopWorker } from '../worker.js';
import type { Database, Transaction } from './database.js';
import { claimByLease, type WorkTable } from './lease.js';

/** What was deleted, so that its dependent rows must be deleted too. */
export type PurgeKind = 'user' | 'post' | 'comment';

/**
 * Removes up to about `limit` dependent rows of the thing, in transactions of its own. Returns how many it removed, and 0
 * once none is left. It may run twice at the same time, so rows may be gone already.
 */
export type PurgeStep = (id: string, limit: number) => Promise<number>;

interface Purge {
  kind: PurgeKind;
  id: string;
  version: string;
}

const BATCH = 100;
const POLL_MS = 1_000;
const LEASE_SECONDS = 30;
const PURGES: WorkTable = { name: 'purges', until: 'due_at', order: 'due_at', columns: 'kind, id, version' };

/** Queues the removal of a deleted thing's dependent rows, in the transaction that records the deletion. */
export async function requestPurge(tx: Transaction, kind: PurgeKind, id: string, version: number): Promise<void> {
  await tx.manager.query(
    `INSERT INTO purges (kind, id, version, due_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE version = GREATEST(version, VALUES(version))`,
    [kind, id, version],
  );
  tx.addedWork(PURGES.name);
}

/**
 * Runs the queued purges a batch at a time, the longest waiting first. A purge that fails is tried again after 30 s and
 * delays no other. When nothing of an account is left, it publishes `user.purged`.
 */
export class PurgeWorker extends LoopWorker {
  constructor(
    private readonly database: Database,
    logger: Logger,
    private readonly steps: Partial<Record<PurgeKind, PurgeStep>>,
  ) {
    super('purge', POLL_MS, () => this.purgeBatch(), logger);
  }

  override start(): void {
    this.database.onWork(PURGES.name, () => this.wake());
    super.start();
  }

  /** Removes one batch; returns false when no purge is due. */
  async purgeBatch(): Promise<boolean> {
    const [purge] = await claimByLease<Purge>(this.database, PURGES, 1, LEASE_SECONDS);
    if (!purge) return false;
    const step = this.steps[purge.kind];
    if (!step) throw new Error(`This service has no purge step for a ${purge.kind}.`);
    const removed = await step(purge.id, BATCH);
    if (removed === 0) await this.#finish(purge);
    else await this.#giveBack(purge);
    return true;
  }

  async #giveBack({ kind, id }: Purge): Promise<void> {
    await this.database.manager.query(
      'UPDATE purges SET due_at = UTC_TIMESTAMP(3), claimed_by = NULL WHERE kind = ? AND id = ?',
      [kind, id],
    );
  }

  async #finish({ kind, id, version }: Purge): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { affectedRows } = await tx.manager.query('DELETE FROM purges WHERE kind = ? AND id = ?', [kind, id]);
      if (kind !== 'user' || affectedRows !== 1) return;
      // The stored responses to the account's requests repeat what it wrote.
      await tx.manager.query('DELETE FROM idempotency_keys WHERE owner_id = ?', [id]);
      const service = this.database.service;
      tx.publish(userPurged, { id, version: Number(version) }, { userId: id, service });
    });
  }
}
