import { type EventData, userBlocked, userUnblocked } from '@townsquare/contracts';
import {
  type Database,
  type DeliveredEvent,
  defineSubscription,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { KnownPairs } from './known-pairs.js';
import type { People } from './people.js';

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

/** A service's copy of the blocks, updated by events. */
export class Blocks {
  readonly #pairs: KnownPairs;

  constructor(
    private readonly database: Database,
    people: Pick<People, 'areThere'>,
  ) {
    this.#pairs = new KnownPairs({ name: 'known_blocks', by: 'blocker_id', of: 'blocked_id' }, people);
  }

  /** For a service that does nothing else with these events. Other services call `apply` in their own subscriptions. */
  subscriptions(): Subscription[] {
    return [
      defineSubscription(userBlocked, (event, tx) => this.apply(event, tx, true)),
      defineSubscription(userUnblocked, (event, tx) => this.apply(event, tx, false)),
    ];
  }

  apply({ data, aggregateversion }: BlockEvent, tx: Transaction, active: boolean): Promise<void> {
    return this.#pairs.apply(tx, { by: data.blockerId, of: data.blockedId }, active, aggregateversion);
  }

  /** Removes a batch of the blocks by and of a deleted account; returns how many there were. */
  purge(manager: EntityManager, userId: string): Promise<number> {
    return this.#pairs.purge(manager, userId);
  }

  /** Those of the users who have a block with the reader, in either direction. */
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

  /** Returns a function that tells whether a reader and another user have a block, in either direction. */
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

  /** All users who have a block with the reader, in either direction. */
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
