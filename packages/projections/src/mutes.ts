import { type EventData, userMuted, userUnmuted, userWordsMuted } from '@townsquare/contracts';
import {
  type Database,
  type DeliveredEvent,
  defineSubscription,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { KnownMutedWords1700000000401, KnownMutedWordsFolded1700000000402, KnownWords } from './known-words.js';
import { foldPhrase, mentionsAny } from './muted-words.js';
import type { People } from './people.js';
import { deleteBatch } from './purge.js';

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

export const KNOWN_MUTES_MIGRATIONS = [
  KnownMutes1700000000400,
  KnownMutedWords1700000000401,
  KnownMutedWordsFolded1700000000402,
];

type MuteEvent = DeliveredEvent<EventData<typeof userMuted>>;

/** Something that somebody wrote. */
export interface Said {
  authorId: string;
  content: string;
}

/** Somebody has muted somebody. */
export interface Mute {
  muterId: string;
  mutedId: string;
}

/**
 * A service's own copy of what people have muted, kept by events. A mute keeps away what comes to somebody by itself, and
 * hides nothing that they go to: it is no part of who may see what.
 */
export class Mutes {
  readonly words: KnownWords;

  constructor(
    private readonly database: Database,
    private readonly people: Pick<People, 'areThere'>,
  ) {
    this.words = new KnownWords(database);
  }

  subscriptions(): Subscription[] {
    return [
      defineSubscription(userMuted, (event, tx) => this.#apply(event, tx, true)),
      defineSubscription(userUnmuted, (event, tx) => this.#apply(event, tx, false)),
      defineSubscription(userWordsMuted, async (event, tx) => {
        if (await this.people.areThere(tx, [event.data.userId])) await this.words.apply(event, tx);
      }),
    ];
  }

  /**
   * Whether the reader has muted what one of these authors said, or a word in it: a question to ask of one thing at a time.
   * What one said oneself is never muted.
   */
  async of(readerId: string | null, authorIds: Iterable<string>): Promise<(said: Said) => boolean> {
    const authors = [...new Set(authorIds)];
    if (readerId === null || authors.length === 0) return () => false;
    const [muted, lists] = await Promise.all([this.#mutedBy(readerId, authors), this.words.of([readerId])]);
    const words = lists.get(readerId) ?? [];
    return ({ authorId, content }) => {
      if (authorId === readerId) return false;
      return muted.has(authorId) || (words.length > 0 && mentionsAny(foldPhrase(content), words));
    };
  }

  /** Those of the readers who have muted what somebody said, or a word in it. The text is asked for only if anybody has words. */
  async mutersAmong(
    readerIds: string[],
    authorId: string,
    content: () => string,
    manager: EntityManager,
  ): Promise<Set<string>> {
    if (readerIds.length === 0) return new Set();
    const rows: { muter_id: string }[] = await manager.query(
      'SELECT muter_id FROM known_mutes WHERE muted_id = ? AND muter_id IN (?) AND active = 1',
      [authorId, readerIds],
    );
    const muters = new Set(rows.map((row) => row.muter_id));
    const lists = await this.words.of(readerIds, manager);
    if (lists.size === 0) return muters;
    const text = foldPhrase(content());
    for (const [readerId, words] of lists) if (mentionsAny(text, words)) muters.add(readerId);
    return muters;
  }

  async #mutedBy(readerId: string, authors: string[]): Promise<Set<string>> {
    const rows: { muted_id: string }[] = await this.database.manager.query(
      'SELECT muted_id FROM known_mutes WHERE muter_id = ? AND muted_id IN (?) AND active = 1',
      [readerId, authors],
    );
    return new Set(rows.map((row) => row.muted_id));
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

  /** Sets the words that somebody has muted, whatever is known of them. */
  async replaceWords(tx: Transaction, userId: string, words: string[], version: number): Promise<void> {
    if (words.length > 0 && !(await this.people.areThere(tx, [userId]))) return;
    await this.words.replace(tx, userId, words, version);
  }

  /** Removes a batch of the mutes by and of somebody who is gone, and their words; answers how many rows it were. */
  purge(manager: EntityManager, userId: string): Promise<number> {
    const people = ['known_mutes WHERE muter_id = ?', 'known_mutes WHERE muted_id = ?'];
    return deleteBatch(manager, [...people, 'known_muted_words WHERE user_id = ?'], userId);
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
