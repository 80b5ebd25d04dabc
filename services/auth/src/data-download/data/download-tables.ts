import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from '../../data/table-options.js';

/** Who downloads their data just now: one download of a person at a time. */
export class DataDownloads1700000001016 implements MigrationInterface {
  name = 'DataDownloads1700000001016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_downloads (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        claimed_by CHAR(36) CHARACTER SET ascii NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY data_downloads_expires (expires_at)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_downloads');
  }
}
