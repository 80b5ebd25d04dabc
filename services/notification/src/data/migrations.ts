import {
  KNOWN_MUTES_MIGRATIONS,
  KNOWN_PEOPLE_MIGRATIONS,
  KnownBlocks1700000000300,
  KnownPosts1700000000200,
  PRIVACY_CHANGES_MIGRATIONS,
} from '@townsquare/projections';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  AskedColumns1700000007140,
  Choices1700000007111,
  Groups1700000007110,
  ReadGenerations1700000007120,
} from './reading-migrations.js';

const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

class Notifications1700000007101 implements MigrationInterface {
  name = 'Notifications1700000007101';

  async up(runner: QueryRunner): Promise<void> {
    // Every unique key has the owner's column, so that the table can be spread by it.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS notifications (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
        user_id BIGINT UNSIGNED NOT NULL,
        kind ENUM('post', 'mention', 'comment', 'reply', 'reaction', 'follow') NOT NULL,
        actor_id BIGINT UNSIGNED NOT NULL,
        target_type ENUM('post', 'comment', 'user') NOT NULL,
        target_id BIGINT UNSIGNED NOT NULL,
        post_id BIGINT UNSIGNED NULL,
        message VARCHAR(300) NOT NULL,
        is_read TINYINT NOT NULL DEFAULT 0,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (id, user_id),
        UNIQUE KEY notifications_cause (user_id, kind, target_type, target_id, actor_id),
        KEY notifications_listed (user_id, created_at, id),
        KEY notifications_unread (user_id, is_read, created_at, id),
        KEY notifications_post (post_id, target_type, target_id),
        KEY notifications_actor (actor_id, user_id)
      ) ${TABLE_OPTIONS}`);
    // Only what somebody has set: without a row a kind is on.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS preferences (
        user_id BIGINT UNSIGNED NOT NULL,
        kind ENUM('post', 'mention', 'comment', 'reply', 'reaction', 'follow') NOT NULL,
        enabled TINYINT NOT NULL,
        PRIMARY KEY (user_id, kind)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['notifications', 'preferences']) await runner.query(`DROP TABLE ${table}`);
  }
}

class Heard1700000007102 implements MigrationInterface {
  name = 'Heard1700000007102';

  async up(runner: QueryRunner): Promise<void> {
    // Who follows whom, and who has a reaction to what, with the version of the last event: ended ones stay as a mark.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS relations (
        actor_id BIGINT UNSIGNED NOT NULL,
        target_type ENUM('post', 'comment', 'user') NOT NULL,
        target_id BIGINT UNSIGNED NOT NULL,
        active TINYINT NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        PRIMARY KEY (actor_id, target_type, target_id),
        KEY relations_target (target_type, target_id, active, actor_id)
      ) ${TABLE_OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS deleted_comments (
        comment_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        post_id BIGINT UNSIGNED NOT NULL
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['relations', 'deleted_comments']) await runner.query(`DROP TABLE ${table}`);
  }
}

/** What recounting needs: the notifications about a range of targets, and which posts nobody was told of. */
class Recount1700000007103 implements MigrationInterface {
  name = 'Recount1700000007103';

  async up(runner: QueryRunner): Promise<void> {
    const [found] = await runner.query(`SHOW INDEX FROM notifications WHERE Key_name = 'notifications_target'`);
    if (!found) {
      await runner.query(
        'CREATE INDEX notifications_target ON notifications (target_type, kind, target_id, actor_id, user_id)',
      );
    }
    await runner.query(
      `CREATE TABLE IF NOT EXISTS pulled_posts (post_id BIGINT UNSIGNED NOT NULL PRIMARY KEY) ${TABLE_OPTIONS}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pulled_posts');
    await runner.query('DROP INDEX notifications_target ON notifications');
  }
}

const FIRST_KINDS = "'post', 'mention', 'comment', 'reply', 'reaction', 'follow'";
const FIRST_RELATIONS = "'post', 'comment', 'user'";

/** What is new comes last in each list, so that no row that is there is rewritten. */
class FollowRequests1700000007104 implements MigrationInterface {
  name = 'FollowRequests1700000007104';

  async up(runner: QueryRunner): Promise<void> {
    await this.#set(runner, `${FIRST_KINDS}, 'followRequest', 'followAccepted'`, `${FIRST_RELATIONS}, 'request'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['notifications', 'preferences']) {
      await runner.query(`DELETE FROM ${table} WHERE kind IN ('followRequest', 'followAccepted')`);
    }
    await runner.query("DELETE FROM relations WHERE target_type = 'request'");
    await this.#set(runner, FIRST_KINDS, FIRST_RELATIONS);
  }

  async #set(runner: QueryRunner, kinds: string, relations: string): Promise<void> {
    await runner.query(`ALTER TABLE notifications MODIFY COLUMN kind ENUM(${kinds}) NOT NULL`);
    await runner.query(`ALTER TABLE preferences MODIFY COLUMN kind ENUM(${kinds}) NOT NULL`);
    await runner.query(`ALTER TABLE relations MODIFY COLUMN target_type ENUM(${relations}) NOT NULL`);
  }
}

/** Which version of a comment was heard of last: an edit that is older tells nobody of a mention that is gone. */
class CommentVersions1700000007130 implements MigrationInterface {
  name = 'CommentVersions1700000007130';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS comment_versions (
        comment_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        post_id BIGINT UNSIGNED NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        KEY comment_versions_post (post_id)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE comment_versions');
  }
}

const KINDS_BEFORE_REMOVALS = `${FIRST_KINDS}, 'followRequest', 'followAccepted'`;

/** A notification may be about the removal of its reader's own content. */
class Removals1700000007121 implements MigrationInterface {
  name = 'Removals1700000007121';

  async up(runner: QueryRunner): Promise<void> {
    await this.#set(runner, `${KINDS_BEFORE_REMOVALS}, 'contentRemoved'`, `${FIRST_RELATIONS}, 'removal'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM notifications WHERE kind = 'contentRemoved'");
    await this.#set(runner, KINDS_BEFORE_REMOVALS, FIRST_RELATIONS);
  }

  #set(runner: QueryRunner, kinds: string, targets: string): Promise<void> {
    return runner.query(`ALTER TABLE notifications
      MODIFY COLUMN kind ENUM(${kinds}) NOT NULL, MODIFY COLUMN target_type ENUM(${targets}) NOT NULL`);
  }
}

/** The copies of other services' data, and this service's own tables. */
export const MIGRATIONS = [
  ...KNOWN_PEOPLE_MIGRATIONS,
  KnownPosts1700000000200,
  KnownBlocks1700000000300,
  ...KNOWN_MUTES_MIGRATIONS,
  ...PRIVACY_CHANGES_MIGRATIONS,
  Notifications1700000007101,
  Heard1700000007102,
  Recount1700000007103,
  FollowRequests1700000007104,
  Removals1700000007121,
  CommentVersions1700000007130,
  Groups1700000007110,
  Choices1700000007111,
  ReadGenerations1700000007120,
  AskedColumns1700000007140,
];
