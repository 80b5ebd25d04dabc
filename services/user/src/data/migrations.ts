import { addForeignKey, dropForeignKey, type ForeignKey } from '@townsquare/kit';
import { foldWords, requestVisitsOf } from '@townsquare/projections';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

class Profiles1700000001101 implements MigrationInterface {
  name = 'Profiles1700000001101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS profiles (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        username VARCHAR(64) NOT NULL,
        full_name VARCHAR(200) NOT NULL,
        bio VARCHAR(500) NOT NULL DEFAULT '',
        profile_picture VARCHAR(200) NULL,
        status ENUM('active', 'inactive', 'banned') NOT NULL DEFAULT 'active',
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        deleted_at DATETIME(3) NULL,
        version BIGINT UNSIGNED NOT NULL DEFAULT 0,
        graph_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
        username_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
        status_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
        KEY profiles_username (username)
      ) ${TABLE_OPTIONS}`);
    // Lists every file, so that a file whose profile or write was lost is found.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS pictures (
        image_key CHAR(32) CHARACTER SET ascii NOT NULL PRIMARY KEY,
        user_id BIGINT UNSIGNED NOT NULL,
        unused_since DATETIME(3) NULL,
        KEY pictures_user (user_id),
        KEY pictures_unused (unused_since)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['profiles', 'pictures']) await runner.query(`DROP TABLE ${table}`);
  }
}

class Graph1700000001102 implements MigrationInterface {
  name = 'Graph1700000001102';

  async up(runner: QueryRunner): Promise<void> {
    // Both lists of people, following and followers, are read along an index.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS follows (
        follower_id BIGINT UNSIGNED NOT NULL,
        following_id BIGINT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (follower_id, following_id),
        KEY follows_following (follower_id, created_at, following_id),
        KEY follows_followers (following_id, created_at, follower_id)
      ) ${TABLE_OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS blocks (
        blocker_id BIGINT UNSIGNED NOT NULL,
        blocked_id BIGINT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (blocker_id, blocked_id),
        KEY blocks_listed (blocker_id, created_at, blocked_id),
        KEY blocks_blocked (blocked_id)
      ) ${TABLE_OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS mutes (
        muter_id BIGINT UNSIGNED NOT NULL,
        muted_id BIGINT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (muter_id, muted_id),
        KEY mutes_listed (muter_id, created_at, muted_id),
        KEY mutes_muted (muted_id)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['follows', 'blocks', 'mutes']) await runner.query(`DROP TABLE ${table}`);
  }
}

class Announcements1700000001103 implements MigrationInterface {
  name = 'Announcements1700000001103';

  async up(runner: QueryRunner): Promise<void> {
    // `cursor_at` and `cursor_id` are the last follow that was announced to, `turn_at` is the time of the job's last turn.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS announcements (
        post_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        author_id BIGINT UNSIGNED NOT NULL,
        post_created_at DATETIME(3) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        cursor_at DATETIME(3) NULL,
        cursor_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
        batch_no INT UNSIGNED NOT NULL DEFAULT 0,
        turn_at DATETIME(3) NOT NULL,
        claimed_by CHAR(36) CHARACTER SET ascii NULL,
        claimed_until DATETIME(3) NULL,
        KEY announcements_turn (turn_at),
        KEY announcements_author (author_id),
        KEY announcements_claimed (claimed_by)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE announcements');
  }
}

class PrivateAccounts1700000001104 implements MigrationInterface {
  name = 'PrivateAccounts1700000001104';

  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('profiles', 'is_private')) return;
    await runner.query('ALTER TABLE profiles ADD COLUMN is_private TINYINT NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE profiles DROP COLUMN is_private');
  }
}

class FollowRequests1700000001105 implements MigrationInterface {
  name = 'FollowRequests1700000001105';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS follow_requests (
        requester_id BIGINT UNSIGNED NOT NULL,
        target_id BIGINT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (requester_id, target_id),
        KEY follow_requests_sent (requester_id, created_at, target_id),
        KEY follow_requests_received (target_id, created_at, requester_id)
      ) ${TABLE_OPTIONS}`);
    // Whether the follow began as a request.
    if (await runner.hasColumn('follows', 'accepted')) return;
    await runner.query('ALTER TABLE follows ADD COLUMN accepted TINYINT NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE follows DROP COLUMN accepted');
    await runner.query('DROP TABLE follow_requests');
  }
}

class MutedWords1700000001106 implements MigrationInterface {
  name = 'MutedWords1700000001106';

  async up(runner: QueryRunner): Promise<void> {
    // Words are stored in the form in which they are compared, so the database compares them byte by byte.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS muted_words (
        user_id BIGINT UNSIGNED NOT NULL,
        word VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        PRIMARY KEY (user_id, word)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE muted_words');
  }
}

const BATCH = 500;

/** Folds muted words as whole texts, as texts are compared since. Folding a folded word changes nothing. */
export class MutedWordsFolded1700000001107 implements MigrationInterface {
  name = 'MutedWordsFolded1700000001107';

  async up(runner: QueryRunner): Promise<void> {
    for (let after: string | undefined = '0'; after !== undefined; ) {
      const people: { user_id: string }[] = await runner.query(
        'SELECT DISTINCT user_id FROM muted_words WHERE user_id > ? ORDER BY user_id LIMIT ?',
        [after, BATCH],
      );
      for (const { user_id } of people) await this.#fold(runner, user_id);
      after = people.at(-1)?.user_id;
    }
  }

  /** Inserts the folded words before it deletes the others, so that the next start completes an interrupted run. */
  async #fold(runner: QueryRunner, userId: string): Promise<void> {
    const rows: { word: string }[] = await runner.query('SELECT word FROM muted_words WHERE user_id = ?', [userId]);
    const words = rows.map(({ word }) => word);
    const folded = foldWords(words);
    const added = folded.filter((word) => !words.includes(word)).map((word) => [userId, word]);
    const removed = words.filter((word) => !folded.includes(word));
    if (added.length > 0) await runner.query('INSERT INTO muted_words (user_id, word) VALUES ?', [added]);
    if (removed.length > 0) {
      await runner.query('DELETE FROM muted_words WHERE user_id = ? AND word IN (?)', [userId, removed]);
    }
  }

  /** The words of before are not known any more, and the folded ones work as well. */
  async down(): Promise<void> {}
}

/** Marks follows of and by hidden accounts, and requests a visit of the accounts that are hidden already. */
export class HiddenFollows1700000001108 implements MigrationInterface {
  name = 'HiddenFollows1700000001108';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('follows', 'follower_hidden'))) {
      // The key counts followers without reading rows, and lists followers in the order of their ids.
      await runner.query(`ALTER TABLE follows ADD COLUMN follower_hidden TINYINT NOT NULL DEFAULT 0,
        ADD COLUMN following_hidden TINYINT NOT NULL DEFAULT 0,
        ADD KEY follows_counted (following_id, follower_id, follower_hidden)`);
    }
    await requestVisitsOf(runner, 'profiles', ['banned']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE follows DROP KEY follows_counted, DROP COLUMN follower_hidden, DROP COLUMN following_hidden',
    );
  }
}

const EDGES = ['follows', 'follow_requests', 'blocks', 'mutes'];

/** The types and defaults that docs/asked-tables.md lists. */
class AskedColumns1700000001110 implements MigrationInterface {
  name = 'AskedColumns1700000001110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE profiles
      MODIFY full_name VARCHAR(255) NOT NULL,
      MODIFY bio TEXT NOT NULL DEFAULT (''),
      MODIFY profile_picture VARCHAR(255) NULL,
      MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      MODIFY updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)`);
    for (const table of EDGES) {
      await runner.query(`ALTER TABLE ${table} MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of EDGES) await runner.query(`ALTER TABLE ${table} MODIFY created_at DATETIME(3) NOT NULL`);
    await runner.query(`ALTER TABLE profiles
      MODIFY full_name VARCHAR(200) NOT NULL,
      MODIFY bio VARCHAR(500) NOT NULL DEFAULT '',
      MODIFY profile_picture VARCHAR(200) NULL,
      MODIFY created_at DATETIME(3) NOT NULL,
      MODIFY updated_at DATETIME(3) NOT NULL`);
  }
}

const ofProfile = (table: string, column: string): ForeignKey => ({
  name: `${table}_${column}`,
  table,
  column,
  parent: 'profiles',
  parentColumn: 'user_id',
});

const KEYS = [
  ofProfile('follows', 'follower_id'),
  ofProfile('follows', 'following_id'),
  ofProfile('follow_requests', 'requester_id'),
  ofProfile('follow_requests', 'target_id'),
  ofProfile('blocks', 'blocker_id'),
  ofProfile('blocks', 'blocked_id'),
  ofProfile('mutes', 'muter_id'),
  ofProfile('mutes', 'muted_id'),
  ofProfile('muted_words', 'user_id'),
];

/** The row of a profile stays when its account is deleted, so no cascade replaces the purge and its events. */
class ForeignKeys1700000001111 implements MigrationInterface {
  name = 'ForeignKeys1700000001111';

  async up(runner: QueryRunner): Promise<void> {
    for (const key of KEYS) await addForeignKey(runner, key);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const key of KEYS) await dropForeignKey(runner, key);
  }
}

const DISMISSAL_KEYS = [
  ofProfile('dismissed_suggestions', 'user_id'),
  ofProfile('dismissed_suggestions', 'dismissed_id'),
];

class Suggestions1700000001112 implements MigrationInterface {
  name = 'Suggestions1700000001112';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS dismissed_suggestions (
        user_id BIGINT UNSIGNED NOT NULL,
        dismissed_id BIGINT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (user_id, dismissed_id),
        KEY dismissed_suggestions_listed (user_id, created_at, dismissed_id),
        KEY dismissed_suggestions_dismissed (dismissed_id)
      ) ${TABLE_OPTIONS}`);
    for (const key of DISMISSAL_KEYS) await addForeignKey(runner, key);
    // How many followers a person had when the worker last counted them. It orders suggestions, and is shown to nobody.
    if (await runner.hasColumn('profiles', 'counted_followers')) return;
    await runner.query(`
      ALTER TABLE profiles
        ADD COLUMN counted_followers BIGINT UNSIGNED NOT NULL DEFAULT 0,
        ADD KEY profiles_most_followed (counted_followers, user_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dismissed_suggestions');
    await runner.query('ALTER TABLE profiles DROP KEY profiles_most_followed, DROP COLUMN counted_followers');
  }
}

export const MIGRATIONS = [
  Profiles1700000001101,
  Graph1700000001102,
  Announcements1700000001103,
  PrivateAccounts1700000001104,
  FollowRequests1700000001105,
  MutedWords1700000001106,
  MutedWordsFolded1700000001107,
  HiddenFollows1700000001108,
  AskedColumns1700000001110,
  ForeignKeys1700000001111,
  Suggestions1700000001112,
];
