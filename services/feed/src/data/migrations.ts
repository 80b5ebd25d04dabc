import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';
const PARTITIONS = 16;

class Timelines1700000006101 implements MigrationInterface {
  name = 'Timelines1700000006101';

  async up(runner: QueryRunner): Promise<void> {
    // `created_at` is the post's. A timeline is read along the primary key; the other key finds one author's posts in it.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS timeline_entries (
        user_id BIGINT UNSIGNED NOT NULL,
        post_id BIGINT UNSIGNED NOT NULL,
        author_id BIGINT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (user_id, created_at, post_id),
        KEY timeline_entries_author (user_id, author_id, post_id)
      ) ${TABLE_OPTIONS} PARTITION BY KEY (user_id) PARTITIONS ${PARTITIONS}`);
    // What is shown of a post. A deleted post stays as an empty row, so that a late event does not restore it.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS feed_posts (
        post_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        author_id BIGINT UNSIGNED NOT NULL,
        content TEXT NOT NULL,
        details MEDIUMTEXT NOT NULL,
        is_private TINYINT NOT NULL,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        deleted TINYINT NOT NULL DEFAULT 0,
        KEY feed_posts_author (author_id, created_at, post_id)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['timeline_entries', 'feed_posts']) await runner.query(`DROP TABLE ${table}`);
  }
}

class Graph1700000006102 implements MigrationInterface {
  name = 'Graph1700000006102';

  async up(runner: QueryRunner): Promise<void> {
    // One row for each account that follows or posts. Its lock serializes what changes the account's timelines.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS accounts (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        pulled TINYINT NOT NULL DEFAULT 0,
        deleted TINYINT NOT NULL DEFAULT 0,
        KEY accounts_pulled (pulled, user_id)
      ) ${TABLE_OPTIONS}`);
    // `created_at` is when the follow was made, `applied_at` when feed applied it. An ended follow stays as a mark.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS follow_edges (
        follower_id BIGINT UNSIGNED NOT NULL,
        author_id BIGINT UNSIGNED NOT NULL,
        active TINYINT NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        applied_at DATETIME(3) NOT NULL,
        PRIMARY KEY (follower_id, author_id),
        KEY follow_edges_followers (author_id, active, follower_id),
        KEY follow_edges_recent (author_id, active, applied_at)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['accounts', 'follow_edges']) await runner.query(`DROP TABLE ${table}`);
  }
}

class PublicTimeline1700000006103 implements MigrationInterface {
  name = 'PublicTimeline1700000006103';

  async up(runner: QueryRunner): Promise<void> {
    const [found] = await runner.query("SHOW INDEX FROM feed_posts WHERE Key_name = 'feed_posts_public'");
    if (!found)
      await runner.query('CREATE INDEX feed_posts_public ON feed_posts (is_private, deleted, created_at, post_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX feed_posts_public ON feed_posts');
  }
}

export const MIGRATIONS = [Timelines1700000006101, Graph1700000006102, PublicTimeline1700000006103];
