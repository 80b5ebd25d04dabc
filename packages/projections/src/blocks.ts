import { type EventData, userBlocked, userUnblocked } from '@townsquare/contracts';
import {
  type Database,
  type DeliveredEvent,
  defineSubscription,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { People } from './people.js';
import { deleteBatch } from './purge.js';

export class KnownBlocks1700000000300 implements MigrationInterface {
  name = 'KnownBlocks1700000000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS known_blocks (
        blocker_id BIGINT UNSIGNED NOT NULL,
        blocked_id BIGINT UNSIGNED NOT NULL,
        active TINYINT NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        PRIMARY KEY (blocker_id, blocked_id),
        KEY known_blocks_blocked (blocked_id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_blocks');
  }
}

type BlockEvent = DeliveredEvent<EventData<typeof userBlocked>>;

/** A service's own copy of who has blocked whom, kept by events. */
export class Blocks {
  constructor(
    private readonly database: Database,
    private readonly people: Pick<People, 'areThere'>,
  ) {}

  /** For a service that does nothing else about these events; one that does calls `apply` in its own. */
  subscriptions(): Subscription[] {
    return [
      defineSubscription(userBlocked, (event, tx) => this.apply(event, tx, true)),
      defineSubscription(userUnblocked, (event, tx) => this.apply(event, tx, false)),
    ];
  }

  /** An ended block stays as a mark. Of somebody who is gone nothing is kept, for nothing would remove it. */
  async apply({ data, aggregateversion }: BlockEvent, tx: Transaction, active: boolean): Promise<void> {
    if (!(await this.people.areThere(tx, [data.blockerId, data.blockedId]))) return;
    await tx.manager.query(
      `INSERT INTO known_blocks (blocker_id, blocked_id, active, version) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE
         active = IF(version < VALUES(version), VALUES(active), active),
         version = GREATEST(version, VALUES(version))`,
      [data.blockerId, data.blockedId, active ? 1 : 0, aggregateversion],
    );
  }

  /** Removes a batch of the blocks by and of somebody who is gone; answers how many there were. */
  purge(manager: EntityManager, userId: string): Promise<number> {
    return deleteBatch(manager, ['known_blocks WHERE blocker_id = ?', 'known_blocks WHERE blocked_id = ?'], userId);
  }

  /** Which of these people have blocked the reader, or are blocked by them. `manager` is that of a transaction. */
  async between(
    readerId: string | null,
    others: Iterable<string>,
    manager = this.database.manager,
  ): Promise<Set<string>> {
    const ids = [...new Set(others)];
    if (readerId === null || ids.length === 0) return new Set();
    const rows: { other: string }[] = await manager.query(
      `SELECT blocked_id AS other FROM known_blocks WHERE blocker_id = ? AND blocked_id IN (?) AND active = 1
       UNION SELECT blocker_id AS other FROM known_blocks WHERE blocked_id = ? AND blocker_id IN (?) AND active = 1`,
      [readerId, ids, readerId, ids],
    );
    return new Set(rows.map((row) => row.other));
  }

  /** Whether a block stands between one of the readers and one of the others, whoever made it: a question to ask of each pair. */
  async betweenAny(readerIds: string[], others: string[]): Promise<(readerId: string, other: string) => boolean> {
    if (readerIds.length === 0 || others.length === 0) return () => false;
    const rows: { one: string; other: string }[] = await this.database.manager.query(
      `SELECT blocker_id AS one, blocked_id AS other FROM known_blocks
       WHERE blocker_id IN (?) AND blocked_id IN (?) AND active = 1
       UNION SELECT blocked_id AS one, blocker_id AS other FROM known_blocks
       WHERE blocked_id IN (?) AND blocker_id IN (?) AND active = 1`,
      [readerIds, others, readerIds, others],
    );
    const pairs = new Set(rows.map(({ one, other }) => `${one} ${other}`));
    return (readerId, other) => pairs.has(`${readerId} ${other}`);
  }

  /** Everyone who has blocked the reader, or is blocked by them. */
  async allOf(readerId: string | null): Promise<string[]> {
    if (readerId === null) return [];
    const rows: { other: string }[] = await this.database.manager.query(
      `SELECT blocked_id AS other FROM known_blocks WHERE blocker_id = ? AND active = 1
       UNION SELECT blocker_id AS other FROM known_blocks WHERE blocked_id = ? AND active = 1`,
      [readerId, readerId],
    );
    return rows.map((row) => row.other);
  }
}
