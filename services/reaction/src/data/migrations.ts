import { hasConstraint } from '@townsquare/kit';
import { requestVisitsOf } from '@townsquare/projections';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class KnownComments1700000001201 implements MigrationInterface {
  name = 'KnownComments1700000001201';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS known_comments (
        comment_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        post_id BIGINT UNSIGNED NOT NULL,
        author_id BIGINT UNSIGNED NOT NULL,
        deleted TINYINT NOT NULL
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_comments');
  }
}

class Reactions1700000001202 implements MigrationInterface {
  name = 'Reactions1700000001202';

  async up(runner: QueryRunner): Promise<void> {
    // The lists of people end with the type, so that a list of one type is found without reading the rows of others.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS reactions (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        user_id BIGINT UNSIGNED NOT NULL,
        post_id BIGINT UNSIGNED NULL,
        comment_id BIGINT UNSIGNED NULL,
        reaction_type ENUM('like', 'love', 'haha', 'sad', 'angry') NOT NULL,
        created_at DATETIME(3) NOT NULL,
        UNIQUE KEY reactions_post_user (post_id, user_id),
        UNIQUE KEY reactions_comment_user (comment_id, user_id),
        KEY reactions_post (post_id, created_at, id, reaction_type),
        KEY reactions_comment (comment_id, created_at, id, reaction_type),
        KEY reactions_user (user_id, id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS reaction_totals (
        target_type ENUM('post', 'comment') NOT NULL,
        target_id BIGINT UNSIGNED NOT NULL,
        post_id BIGINT UNSIGNED NOT NULL,
        target_author_id BIGINT UNSIGNED NOT NULL,
        like_count INT UNSIGNED NOT NULL DEFAULT 0,
        love_count INT UNSIGNED NOT NULL DEFAULT 0,
        haha_count INT UNSIGNED NOT NULL DEFAULT 0,
        sad_count INT UNSIGNED NOT NULL DEFAULT 0,
        angry_count INT UNSIGNED NOT NULL DEFAULT 0,
        version BIGINT UNSIGNED NOT NULL DEFAULT 0,
        closed TINYINT NOT NULL DEFAULT 0,
        PRIMARY KEY (target_type, target_id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['reactions', 'reaction_totals']) await runner.query(`DROP TABLE ${table}`);
  }
}

class OneTarget1700000001203 implements MigrationInterface {
  name = 'OneTarget1700000001203';

  async up(runner: QueryRunner): Promise<void> {
    if (await hasConstraint(runner, 'reactions', 'reactions_one_target')) return;
    await runner.query(
      'ALTER TABLE reactions ADD CONSTRAINT reactions_one_target CHECK ((post_id IS NULL) <> (comment_id IS NULL))',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reactions DROP CONSTRAINT reactions_one_target');
  }
}

/** Marks reactions of hidden accounts, and requests a visit of the accounts that are hidden already. */
class HiddenReactions1700000001204 implements MigrationInterface {
  name = 'HiddenReactions1700000001204';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('reactions', 'hidden'))) {
      await runner.query('ALTER TABLE reactions ADD COLUMN hidden TINYINT NOT NULL DEFAULT 0');
    }
    await requestVisitsOf(runner, 'known_people', ['banned']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reactions DROP COLUMN hidden');
  }
}

/** The defaults that docs/asked-tables.md lists. */
class AskedColumns1700000001210 implements MigrationInterface {
  name = 'AskedColumns1700000001210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reactions MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reactions MODIFY created_at DATETIME(3) NOT NULL');
  }
}

export const MIGRATIONS = [
  KnownComments1700000001201,
  Reactions1700000001202,
  OneTarget1700000001203,
  HiddenReactions1700000001204,
  AskedColumns1700000001210,
];
