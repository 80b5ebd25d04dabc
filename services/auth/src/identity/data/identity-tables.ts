import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from '../../data/table-options.js';

const PROVIDER = `provider ENUM('google', 'facebook', 'github') NOT NULL`;
/** Providers tell subjects apart by their case too. */
const SUBJECT = 'subject VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';
const CHALLENGE = 'challenge CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL';

export class Identities1700000001015 implements MigrationInterface {
  name = 'Identities1700000001015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS oauth_identities (
        ${PROVIDER},
        ${SUBJECT},
        user_id BIGINT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (provider, subject),
        UNIQUE KEY oauth_identities_user (user_id, provider)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS sign_in_flows (
        state_hash BINARY(32) NOT NULL PRIMARY KEY,
        browser_hash BINARY(32) NOT NULL,
        ${PROVIDER},
        ${CHALLENGE},
        return_to VARCHAR(500) NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY sign_in_flows_expires (expires_at)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS sign_in_proofs (
        code_hash BINARY(32) NOT NULL PRIMARY KEY,
        ${CHALLENGE},
        ${PROVIDER},
        ${SUBJECT},
        name VARCHAR(200) NOT NULL,
        email VARCHAR(254) NULL,
        email_verified TINYINT(1) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY sign_in_proofs_expires (expires_at)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['sign_in_proofs', 'sign_in_flows', 'oauth_identities'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
