import { type EventData, userMuted, userUnmuted, userWordsMuted } from '@townsquare/contracts';
import {
  type Database,
  type DeliveredEvent,
  defineSubscription,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { KnownPairs } from './known-pairs.js';
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

/** A text, and its author. */
export interface Said {
  authorId: string;
  content: string;
}

/** One user has muted another. */
export interface Mute {
  muterId: string;
  mutedId: string;
}

/**
 * A service's copy of the mutes and muted words, updated by events. A mute hides content from timelines, notifications, search
 * and trends, but not from a reader who opens it: it is not part of the visibility rule.
 */
export class Mutes {
  readonly words: KnownWords;
  readonly #pairs: KnownPairs;

  constructor(
    private readonly database: Database,
    private readonly people: Pick<People, 'areThere'>,
  ) {
    this.words = new KnownWords(database);
    this.#pairs = new KnownPairs({ name: 'known_mutes', by: 'muter_id', of: 'muted_id' }, people);
  }

  subscriptions(): Subscription[] {
    return [
      defineSubscription(userMuted, (event, tx) => this.apply(event, tx, true)),
      defineSubscription(userUnmuted, (event, tx) => this.apply(event, tx, false)),
      defineSubscription(userWordsMuted, async (event, tx) => {
        if (await this.people.areThere(tx, [event.data.userId])) await this.words.apply(event, tx);
      }),
    ];
  }

  apply({ data, aggregateversion }: MuteEvent, tx: Transaction, active: boolean): Promise<void> {
    return this.#pairs.apply(tx, { by: data.muterId, of: data.mutedId }, active, aggregateversion);
  }

  /**
   * Returns a function that tells whether the reader has muted the author of a text, or a word in it. `authorIds` are the
   * authors whose texts it will be called with. The reader's own texts are never muted.
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

  /** Those of the readers who have muted the author of a text, or a word in it. `content` is called only if a reader has words. */
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

  /** The mutes by users whose ids are above `after` and not above `through`, for the recount. */
  async knownBetween(after: string, through: string): Promise<Mute[]> {
    const pairs = await this.#pairs.between(this.database.manager, after, through);
    return pairs.map(({ by, of }) => ({ muterId: by, mutedId: of }));
  }

  /** Stores a mute whatever is known of it; a later version stays the later one. */
  replace(tx: Transaction, { muterId, mutedId }: Mute, active: boolean, version: number): Promise<void> {
    return this.#pairs.replace(tx, { by: muterId, of: mutedId }, active, version);
  }

  /** Stores a user's muted words, whatever is known of them. */
  async replaceWords(tx: Transaction, userId: string, words: string[], version: number): Promise<void> {
    if (words.length > 0 && !(await this.people.areThere(tx, [userId]))) return;
    await this.words.replace(tx, userId, words, version);
  }

  /** Removes a batch of the mutes by and of a deleted account, and its words; returns how many rows there were. */
  async purge(manager: EntityManager, userId: string): Promise<number> {
    const words = await deleteBatch(manager, ['known_muted_words WHERE user_id = ?'], userId);
    return words + (await this.#pairs.purge(manager, userId));
  }
}
