import type { EventData, userWordsMuted } from '@townsquare/contracts';
import type { Database, DeliveredEvent, Transaction } from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { foldPhrase, MAX_MUTED_WORD_LENGTH } from './muted-words.js';

export class KnownMutedWords1700000000401 implements MigrationInterface {
  name = 'KnownMutedWords1700000000401';

  async up(runner: QueryRunner): Promise<void> {
    // The words of one person are read together and change together. A list that was emptied stays as a mark.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS known_muted_words (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        words MEDIUMTEXT NOT NULL,
        version BIGINT UNSIGNED NOT NULL
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_muted_words');
  }
}

const BATCH = 500;

/** Compares the words as texts are compared since folding is of whole texts. Folding a word again changes nothing. */
export class KnownMutedWordsFolded1700000000402 implements MigrationInterface {
  name = 'KnownMutedWordsFolded1700000000402';

  async up(runner: QueryRunner): Promise<void> {
    for (let after: string | undefined = '0'; after !== undefined; ) {
      const rows: Row[] = await runner.query(
        'SELECT user_id, words FROM known_muted_words WHERE user_id > ? ORDER BY user_id LIMIT ?',
        [after, BATCH],
      );
      for (const { user_id, words } of rows) {
        const folded = JSON.stringify(foldWords(JSON.parse(words)));
        if (folded === words) continue;
        await runner.query('UPDATE known_muted_words SET words = ? WHERE user_id = ?', [folded, user_id]);
      }
      after = rows.at(-1)?.user_id;
    }
  }

  /** What the words were before is not known, and they are as good. */
  async down(): Promise<void> {}
}

/** Muted words as they are compared, each once and none empty, in one order. One that grows too long stays as it is. */
export function foldWords(words: string[]): string[] {
  const folded = words.map((word) => {
    const phrase = foldPhrase(word);
    return phrase.length > MAX_MUTED_WORD_LENGTH ? word : phrase;
  });
  return [...new Set(folded)].filter((word) => word !== '').sort();
}

interface Row {
  user_id: string;
  words: string;
}

const NONE = JSON.stringify([]);

/** A service's copy of the words that users have muted. */
export class KnownWords {
  constructor(private readonly database: Database) {}

  /** The muted words of each of these users. Users without muted words are left out. */
  async of(userIds: string[], manager: EntityManager = this.database.manager): Promise<Map<string, string[]>> {
    const rows: Row[] = await manager.query(
      'SELECT user_id, words FROM known_muted_words WHERE user_id IN (?) AND words <> ?',
      [userIds, NONE],
    );
    return toLists(rows);
  }

  /** The words of the users whose ids are above `after` and not above `through`, for the recount. */
  async knownBetween(after: string, through: string): Promise<Map<string, string[]>> {
    const rows: Row[] = await this.database.manager.query(
      'SELECT user_id, words FROM known_muted_words WHERE user_id > ? AND user_id <= ? AND words <> ?',
      [after, through, NONE],
    );
    return toLists(rows);
  }

  /** Stores a user's words unless this version or a later one is known. */
  async apply({ data, aggregateversion }: DeliveredEvent<EventData<typeof userWordsMuted>>, tx: Transaction) {
    await tx.manager.query(
      `INSERT INTO known_muted_words (user_id, words, version) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE
         words = IF(version < VALUES(version), VALUES(words), words),
         version = GREATEST(version, VALUES(version))`,
      [data.userId, JSON.stringify(data.words), aggregateversion],
    );
  }

  /** Stores a user's words whatever is known of them; a later version stays the later one. */
  async replace(tx: Transaction, userId: string, words: string[], version: number): Promise<void> {
    await tx.manager.query(
      `INSERT INTO known_muted_words (user_id, words, version) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE words = VALUES(words), version = GREATEST(version, VALUES(version))`,
      [userId, JSON.stringify(words), version],
    );
  }
}

const toLists = (rows: Row[]) => new Map(rows.map((row) => [row.user_id, JSON.parse(row.words) as string[]]));
