import type { MigrationInterface, QueryRunner } from 'typeorm';

const OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';
/** Tags are compared by code point. */
const TAG = 'VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';

/** The current counters, and rollups by hour and day. A version of -1 means that no event has arrived yet. */
class Counters1700000001900 implements MigrationInterface {
  name = 'Counters1700000001900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS post_counters (
        post_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        author_id BIGINT UNSIGNED NOT NULL,
        is_private TINYINT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NULL,
        post_version BIGINT NOT NULL DEFAULT -1,
        like_count INT NOT NULL DEFAULT 0,
        love_count INT NOT NULL DEFAULT 0,
        haha_count INT NOT NULL DEFAULT 0,
        sad_count INT NOT NULL DEFAULT 0,
        angry_count INT NOT NULL DEFAULT 0,
        reaction_version BIGINT NOT NULL DEFAULT -1,
        comment_count INT NOT NULL DEFAULT 0,
        thread_version BIGINT NOT NULL DEFAULT -1,
        deleted TINYINT NOT NULL DEFAULT 0
      ) ${OPTIONS}`);
    // Signed: events may arrive in an order in which a count is below zero for a moment.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS user_counters (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        posts INT NOT NULL DEFAULT 0,
        reactions_received INT NOT NULL DEFAULT 0,
        comments_received INT NOT NULL DEFAULT 0,
        private_posts INT NOT NULL DEFAULT 0,
        private_reactions_received INT NOT NULL DEFAULT 0,
        private_comments_received INT NOT NULL DEFAULT 0,
        comments INT NOT NULL DEFAULT 0,
        followers INT NOT NULL DEFAULT 0,
        following INT NOT NULL DEFAULT 0,
        deleted TINYINT NOT NULL DEFAULT 0
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS post_hours (
        post_id BIGINT UNSIGNED NOT NULL,
        hour DATETIME NOT NULL,
        reactions INT NOT NULL DEFAULT 0,
        comments INT NOT NULL DEFAULT 0,
        PRIMARY KEY (post_id, hour),
        KEY post_hours_hour (hour, post_id, reactions, comments)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS post_tags (
        post_id BIGINT UNSIGNED NOT NULL,
        tag ${TAG},
        PRIMARY KEY (post_id, tag)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS hashtag_hours (
        tag ${TAG},
        hour DATETIME NOT NULL,
        posts INT NOT NULL DEFAULT 0,
        PRIMARY KEY (tag, hour),
        KEY hashtag_hours_hour (hour, tag, posts)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS user_days (
        user_id BIGINT UNSIGNED NOT NULL,
        day DATE NOT NULL,
        reactions INT NOT NULL DEFAULT 0,
        comments INT NOT NULL DEFAULT 0,
        followers INT NOT NULL DEFAULT 0,
        PRIMARY KEY (user_id, day),
        KEY user_days_day (day)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['post_counters', 'user_counters', 'post_hours', 'post_tags', 'hashtag_hours', 'user_days']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

/** The spelling of each tag in each post; null in older rows. The index finds the newest post with a tag. */
class HashtagSpellings1700000001901 implements MigrationInterface {
  name = 'HashtagSpellings1700000001901';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('post_tags', 'spelling'))) {
      await runner.query(`
        ALTER TABLE post_tags ADD COLUMN spelling VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL`);
    }
    const [found] = await runner.query(`SHOW INDEX FROM post_tags WHERE Key_name = 'post_tags_tag'`);
    if (!found) await runner.query('CREATE INDEX post_tags_tag ON post_tags (tag, post_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX post_tags_tag ON post_tags');
    await runner.query('ALTER TABLE post_tags DROP COLUMN spelling');
  }
}

export const MIGRATIONS = [Counters1700000001900, HashtagSpellings1700000001901];
