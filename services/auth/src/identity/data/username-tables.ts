import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from '../../data/table-options.js';

/** Names that were given up, until others may have them. */
export class KeptUsernames1700000001020 implements MigrationInterface {
  name = 'KeptUsernames1700000001020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS kept_usernames (
        name_hash BINARY(32) NOT NULL PRIMARY KEY,
        user_id BIGINT UNSIGNED NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY kept_usernames_user (user_id, expires_at),
        KEY kept_usernames_expires (expires_at)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE kept_usernames');
  }
}
