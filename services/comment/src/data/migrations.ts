import { hasConstraint } from '@townsquare/kit';
import { requestVisitsOf } from '@townsquare/projections';
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

/**
 * A reply belongs to its parent, and a mention to its comment. No deletion of a parent relies on the cascade, for each
 * deleted comment has an event: replies are deleted before their parent, or keep it as a tombstone.
 */
class CommentKeys1700000001031 implements MigrationInterface {
  name = 'CommentKeys1700000001031';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await hasConstraint(runner, 'comments', 'comments_parent'))) {
      // A purge that was under way has left replies without their parent, under posts that are deleted.
      await runner.query(`UPDATE comments c LEFT JOIN comments p ON p.id = c.parent_comment_id
        SET c.parent_comment_id = NULL WHERE c.parent_comment_id IS NOT NULL AND p.id IS NULL`);
      await runner.query(`ALTER TABLE comments ADD CONSTRAINT comments_parent
        FOREIGN KEY (parent_comment_id) REFERENCES comments (id) ON DELETE CASCADE`);
    }
    if (!(await hasConstraint(runner, 'mentions', 'mentions_comment'))) {
      await runner.query('DELETE m FROM mentions m LEFT JOIN comments c ON c.id = m.comment_id WHERE c.id IS NULL');
      await runner.query(`ALTER TABLE mentions ADD CONSTRAINT mentions_comment
        FOREIGN KEY (comment_id) REFERENCES comments (id) ON DELETE CASCADE`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE mentions DROP FOREIGN KEY mentions_comment');
    await runner.query('ALTER TABLE comments DROP FOREIGN KEY comments_parent');
  }
}

/** Marks comments of hidden accounts, and requests a visit of the accounts that are hidden already. */
class HiddenComments1700000001032 implements MigrationInterface {
  name = 'HiddenComments1700000001032';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('comments', 'hidden'))) {
      await runner.query(`ALTER TABLE comments ADD COLUMN hidden TINYINT NOT NULL DEFAULT 0,
        ADD KEY comments_hidden (hidden, parent_comment_id)`);
    }
    await requestVisitsOf(runner, 'known_people', ['banned']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE comments DROP KEY comments_hidden, DROP COLUMN hidden');
  }
}

/**
 * The types and defaults that docs/asked-tables.md lists. `updated_at` has no ON UPDATE: it is what readers see as the time of
 * the last edit, and each reply changes its parent's row.
 */
class AskedColumns1700000001040 implements MigrationInterface {
  name = 'AskedColumns1700000001040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE comments
      MODIFY reply_count INT UNSIGNED NOT NULL DEFAULT 0,
      MODIFY version INT UNSIGNED NOT NULL DEFAULT 1,
      MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      MODIFY updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE comments
      MODIFY reply_count INT UNSIGNED NOT NULL,
      MODIFY version INT UNSIGNED NOT NULL,
      MODIFY created_at DATETIME(3) NOT NULL,
      MODIFY updated_at DATETIME(3) NOT NULL`);
  }
}

export const MIGRATIONS = [
  Comments1700000001001,
  CommentMentions1700000001030,
  CommentKeys1700000001031,
  HiddenComments1700000001032,
  AskedColumns1700000001040,
];
