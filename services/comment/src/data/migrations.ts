import type { MigrationInterface, QueryRunner } from 'typeorm';

class Comments1700000001001 implements MigrationInterface {
  name = 'Comments1700000001001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS comments (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        post_id BIGINT UNSIGNED NOT NULL,
        user_id BIGINT UNSIGNED NULL,
        parent_comment_id BIGINT UNSIGNED NULL,
        content TEXT NOT NULL,
        reply_count INT UNSIGNED NOT NULL,
        version INT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        deleted_at DATETIME(3) NULL,
        KEY comments_thread (post_id, parent_comment_id, created_at, id),
        KEY comments_user (user_id, id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS threads (
        post_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        post_author_id BIGINT UNSIGNED NOT NULL,
        comment_count INT UNSIGNED NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        closed TINYINT NOT NULL
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['comments', 'threads']) await runner.query(`DROP TABLE ${table}`);
  }
}

class CommentMentions1700000001030 implements MigrationInterface {
  name = 'CommentMentions1700000001030';

  async up(runner: QueryRunner): Promise<void> {
    // Null in what was written before comments mentioned anybody, and in what an instance from before writes.
    if (!(await runner.hasColumn('comments', 'mentions'))) {
      await runner.query('ALTER TABLE comments ADD COLUMN mentions JSON NULL');
    }
    // Who is mentioned where, to take the mentions of a deleted account out again.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS mentions (
        comment_id BIGINT UNSIGNED NOT NULL,
        mentioned_id BIGINT UNSIGNED NOT NULL,
        PRIMARY KEY (comment_id, mentioned_id),
        KEY mentions_mentioned (mentioned_id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mentions');
    await runner.query('ALTER TABLE comments DROP COLUMN mentions');
  }
}

export const MIGRATIONS = [Comments1700000001001, CommentMentions1700000001030];
