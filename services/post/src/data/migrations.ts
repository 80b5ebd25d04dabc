import type { MigrationInterface, QueryRunner } from 'typeorm';
import { HashtagKeys1700000001302 } from './hashtag-keys.js';

class PostTables1700000001300 implements MigrationInterface {
  name = 'PostTables1700000001300';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [POSTS, POST_HASHTAGS, MENTIONS, MEDIA, MEDIA_REMOVALS]) await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['posts', 'post_hashtags', 'mentions', 'media', 'media_removals']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

/** An index for reading all posts of an author in the order of their ids. */
class PostsByAuthor1700000001301 implements MigrationInterface {
  name = 'PostsByAuthor1700000001301';

  async up(runner: QueryRunner): Promise<void> {
    const [found] = await runner.query(`SHOW INDEX FROM posts WHERE Key_name = 'posts_author'`);
    if (!found) await runner.query('CREATE INDEX posts_author ON posts (user_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX posts_author ON posts');
  }
}

/**
 * The types and defaults that docs/asked-tables.md lists. `updated_at` is what readers see as the time of the last edit: a
 * statement that changes something else of a post sets it to itself.
 */
class AskedColumns1700000001310 implements MigrationInterface {
  name = 'AskedColumns1700000001310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE posts
      MODIFY media_url VARCHAR(255) NULL,
      MODIFY is_private TINYINT NOT NULL DEFAULT 0,
      MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      MODIFY updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)`);
    await runner.query('ALTER TABLE media MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE media MODIFY created_at DATETIME(3) NOT NULL');
    await runner.query(`ALTER TABLE posts
      MODIFY media_url VARCHAR(200) NULL,
      MODIFY is_private TINYINT NOT NULL,
      MODIFY created_at DATETIME(3) NOT NULL,
      MODIFY updated_at DATETIME(3) NOT NULL`);
  }
}

const TEXT = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

const POSTS = `
  CREATE TABLE IF NOT EXISTS posts (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    content TEXT NOT NULL,
    media_id BIGINT UNSIGNED NULL,
    media_url VARCHAR(200) NULL,
    media_width INT UNSIGNED NULL,
    media_height INT UNSIGNED NULL,
    is_private TINYINT NOT NULL,
    hashtags JSON NOT NULL,
    mentions JSON NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    version BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (id, user_id),
    KEY posts_page (user_id, created_at, id)
  ) ${TEXT} PARTITION BY KEY (user_id) PARTITIONS 8`;

// In the order in which the posts of a tag are listed. Tags are stored normalised, so they are compared byte by byte.
const POST_HASHTAGS = `
  CREATE TABLE IF NOT EXISTS post_hashtags (
    tag VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    post_id BIGINT UNSIGNED NOT NULL,
    user_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tag, created_at, post_id),
    KEY post_hashtags_post (user_id, post_id)
  ) ${TEXT}`;

// Who is mentioned where. The purge of a deleted account finds its mentions here.
const MENTIONS = `
  CREATE TABLE IF NOT EXISTS mentions (
    user_id BIGINT UNSIGNED NOT NULL,
    post_id BIGINT UNSIGNED NOT NULL,
    mentioned_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (user_id, post_id, mentioned_id),
    KEY mentions_mentioned (mentioned_id)
  ) ${TEXT}`;

const MEDIA = `
  CREATE TABLE IF NOT EXISTS media (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT UNSIGNED NOT NULL,
    storage_key CHAR(32) CHARACTER SET ascii NOT NULL,
    width INT UNSIGNED NOT NULL,
    height INT UNSIGNED NOT NULL,
    created_at DATETIME(3) NOT NULL,
    post_id BIGINT UNSIGNED NULL,
    KEY media_user (user_id, post_id),
    KEY media_unattached (post_id, created_at)
  ) ${TEXT}`;

// Files to delete from the image store, which takes part in no transaction.
const MEDIA_REMOVALS = `
  CREATE TABLE IF NOT EXISTS media_removals (
    storage_key CHAR(32) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    user_id BIGINT UNSIGNED NOT NULL,
    due_at DATETIME(3) NOT NULL,
    claimed_by CHAR(32) CHARACTER SET ascii NULL,
    KEY media_removals_due (due_at),
    KEY media_removals_user (user_id),
    KEY media_removals_claimed (claimed_by)
  ) ${TEXT}`;

export const MIGRATIONS = [
  PostTables1700000001300,
  PostsByAuthor1700000001301,
  HashtagKeys1700000001302,
  AskedColumns1700000001310,
];
