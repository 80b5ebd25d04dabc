import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the index alone cannot tell of the indexed posts. Tags are compared by code point. */
class IndexedPosts1700000001800 implements MigrationInterface {
  name = 'IndexedPosts1700000001800';

  async up(runner: QueryRunner): Promise<void> {
    const options = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';
    const tag = 'VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';
    await runner.query(`
      CREATE TABLE IF NOT EXISTS indexed_posts (
        post_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        is_private TINYINT NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        deleted TINYINT NOT NULL DEFAULT 0
      ) ${options}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS hashtag_uses (
        post_id BIGINT UNSIGNED NOT NULL,
        tag ${tag},
        PRIMARY KEY (post_id, tag)
      ) ${options}`);
    // `changed` marks a count that is not in the index yet.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS hashtag_counts (
        tag ${tag} PRIMARY KEY,
        posts BIGINT NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        changed TINYINT NOT NULL,
        KEY hashtag_counts_changed (changed)
      ) ${options}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['indexed_posts', 'hashtag_uses', 'hashtag_counts']) await runner.query(`DROP TABLE ${table}`);
  }
}

/** The rebuilds of the indices. The unique key allows `running` to be 1 in one row. The other key is for counting a tag's uses. */
class Rebuilds1700000001801 implements MigrationInterface {
  name = 'Rebuilds1700000001801';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS rebuilds (
        stamp BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        running TINYINT NULL,
        state ENUM('running', 'done', 'failed') NOT NULL,
        users INT UNSIGNED NOT NULL DEFAULT 0,
        posts INT UNSIGNED NOT NULL DEFAULT 0,
        hashtags INT UNSIGNED NOT NULL DEFAULT 0,
        started_at DATETIME(3) NOT NULL,
        finished_at DATETIME(3) NULL,
        lease_until DATETIME(3) NOT NULL,
        fault TEXT NULL,
        UNIQUE KEY rebuilds_running (running)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    const [found] = await runner.query(`SHOW INDEX FROM hashtag_uses WHERE Key_name = 'hashtag_uses_tag'`);
    if (!found) await runner.query('CREATE INDEX hashtag_uses_tag ON hashtag_uses (tag)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rebuilds');
    await runner.query('DROP INDEX hashtag_uses_tag ON hashtag_uses');
  }
}

/** The spelling of each tag in each post; null in older rows. */
class HashtagSpellings1700000001802 implements MigrationInterface {
  name = 'HashtagSpellings1700000001802';

  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('hashtag_uses', 'spelling')) return;
    await runner.query(`
      ALTER TABLE hashtag_uses ADD COLUMN spelling VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE hashtag_uses DROP COLUMN spelling');
  }
}

export const MIGRATIONS = [IndexedPosts1700000001800, Rebuilds1700000001801, HashtagSpellings1700000001802];
