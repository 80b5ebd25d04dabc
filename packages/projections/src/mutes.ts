import { type EventData, userMuted, userUnmuted } from '@townsquare/contracts';
import {
  type Database,
  type DeliveredEvent,
  defineSubscription,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { People } from './people.js';

export class KnownMutes1700000000400 implements MigrationInterface {
  name = 'KnownMutes1700000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS known_mutes (
        muter_id BIGINT UNSIGNED NOT NULL,
        muted_id BIGINT UNSIGNED NOT NULL,
        active TINYINT NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        PRIMARY KEY (muter_id, muted_id),
        KEY known_mutes_muted (muted_id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_mutes');
  }
}

type MuteEvent = DeliveredEvent<EventData<typeof userMuted>>;

/** Something that somebody wrote. */
export interface Said {
  authorId: string;
}

/** Somebody has muted somebody. */
export interface Mute {
  muterId: string;
  mutedId: string;
}

/** Rows that one statement of a purge removes. */
const PURGE_BATCH = 500;

/**
 * A service's own copy of what people have muted, kept by events. A mute keeps away what comes to somebody by itself, and
 * hides nothing that they go to: it is no part of who may see what.
 */
export class Mutes {
  constructor(
    private readonly database: Database,
    private readonly people: Pick<People, 'areThere'>,
  ) {}

  subscriptions(): Subscription[] {
    return [
      defineSubscription(userMuted, (event, tx) => this.#apply(event, tx, true)),
      defineSubscription(userUnmuted, (event, tx) => this.#apply(event, tx, false)),
    ];
  }

  /** Whether the reader has muted what one of these authors said: a question to ask of one thing at a time. */
  async of(readerId: string | null, authorIds: Iterable<string>): Promise<(said: Said) => boolean> {
    const authors = [...new Set(authorIds)];
    if (readerId === null || authors.length === 0) return () => false;
    const rows: { muted_id: string }[] = await this.database.manager.query(
      'SELECT muted_id FROM known_mutes WHERE muter_id = ? AND muted_id IN (?) AND active = 1',
      [readerId, authors],
    );
    const muted = new Set(rows.map((row) => row.muted_id));
    return ({ authorId }) => muted.has(authorId);
  }

  /** Those of the readers who have muted what somebody said. */
  async mutersAmong(readerIds: string[], { authorId }: Said, manager: EntityManager): Promise<Set<string>> {
    if (readerIds.length === 0) return new Set();
    const rows: { muter_id: string }[] = await manager.query(
      'SELECT muter_id FROM known_mutes WHERE muted_id = ? AND muter_id IN (?) AND active = 1',
      [authorId, readerIds],
    );
    return new Set(rows.map((row) => row.muter_id));
  }

  /** The mutes by people whose ids are after one and up to another, to be held against the graph. */
  async knownBetween(after: string, through: string): Promise<Mute[]> {
    return this.database.manager.query(
      `SELECT muter_id AS muterId, muted_id AS mutedId FROM known_mutes
       WHERE muter_id > ? AND muter_id <= ? AND active = 1`,
      [after, through],
    );
  }

  /** Sets a mute whatever is known of it; a later version stays the later one. */
  async replace(tx: Transaction, { muterId, mutedId }: Mute, active: boolean, version: number): Promise<void> {
    if (active && !(await this.people.areThere(tx, [muterId, mutedId]))) return;
    await tx.manager.query(
      `INSERT INTO known_mutes (muter_id, muted_id, active, version) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE active = VALUES(active), version = GREATEST(version, VALUES(version))`,
      [muterId, mutedId, active ? 1 : 0, version],
    );
  }

  /** Removes a batch of the mutes by and of somebody who is gone; answers how many there were. */
  async purge(manager: EntityManager, userId: string): Promise<number> {
    let removed = 0;
    for (const condition of ['muter_id = ?', 'muted_id = ?']) {
      const { affectedRows } = await manager.query(`DELETE FROM known_mutes WHERE ${condition} LIMIT ${PURGE_BATCH}`, [
        userId,
      ]);
      removed += affectedRows;
    }
    return removed;
  }

  /** An ended mute stays as a mark. Of somebody who is gone nothing is kept, for nothing would remove it. */
  async #apply({ data, aggregateversion }: MuteEvent, tx: Transaction, active: boolean): Promise<void> {
    const { muterId, mutedId } = data;
    if (!(await this.people.areThere(tx, [muterId, mutedId]))) return;
    await tx.manager.query(
      `INSERT INTO known_mutes (muter_id, muted_id, active, version) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE
         active = IF(version < VALUES(version), VALUES(active), active),
         version = GREATEST(version, VALUES(version))`,
      [muterId, mutedId, active ? 1 : 0, aggregateversion],
    );
  }
}
