import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from './account-tables.js';

export class Sessions1700000001002 implements MigrationInterface {
  name = 'Sessions1700000001002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS refresh_sessions (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        user_id BIGINT UNSIGNED NOT NULL,
        user_agent VARCHAR(255) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        last_used_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY refresh_sessions_user (user_id, created_at, id),
        KEY refresh_sessions_expires (expires_at)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS refresh_tokens (
        token_hash BINARY(32) NOT NULL PRIMARY KEY,
        session_id BIGINT UNSIGNED NOT NULL,
        user_id BIGINT UNSIGNED NOT NULL,
        used_at DATETIME(3) NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY refresh_tokens_session (session_id),
        KEY refresh_tokens_user (user_id),
        KEY refresh_tokens_expires (expires_at)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS signing_keys (
        generation INT UNSIGNED NOT NULL PRIMARY KEY,
        kid VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
        public_jwk TEXT NOT NULL,
        private_jwk VARBINARY(1000) NOT NULL,
        created_at DATETIME(3) NOT NULL
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['signing_keys', 'refresh_tokens', 'refresh_sessions'])
      await runner.query(`DROP TABLE ${table}`);
  }
}

export class SignInAttempts1700000001004 implements MigrationInterface {
  name = 'SignInAttempts1700000001004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS sign_in_attempts (
        subject BINARY(32) NOT NULL PRIMARY KEY,
        attempts INT UNSIGNED NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY sign_in_attempts_expires (expires_at)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sign_in_attempts');
  }
}

export class EndedSessions1700000001006 implements MigrationInterface {
  name = 'EndedSessions1700000001006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS ended_sessions (
        session_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        ended_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY ended_sessions_ended (ended_at),
        KEY ended_sessions_expires (expires_at)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ended_sessions');
  }
}

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

export class Mails1700000001005 implements MigrationInterface {
  name = 'Mails1700000001005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS mails (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        kind VARCHAR(32) NOT NULL,
        user_id BIGINT UNSIGNED NULL,
        recipient VARCHAR(254) NOT NULL,
        tries INT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        due_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY mails_due (due_at, id),
        KEY mails_user (user_id),
        KEY mails_expires (expires_at)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS one_time_tokens (
        token_hash BINARY(32) NOT NULL PRIMARY KEY,
        purpose VARCHAR(32) NOT NULL,
        user_id BIGINT UNSIGNED NOT NULL,
        email VARCHAR(254) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY one_time_tokens_user (user_id, purpose, created_at),
        KEY one_time_tokens_expires (expires_at)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['one_time_tokens', 'mails']) await runner.query(`DROP TABLE ${table}`);
  }
}

export class SecondFactors1700000001007 implements MigrationInterface {
  name = 'SecondFactors1700000001007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS email_changes (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        new_email VARCHAR(254) NOT NULL,
        left_at DATETIME(3) NULL,
        entered_at DATETIME(3) NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY email_changes_expires (expires_at)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS second_factors (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        secret VARBINARY(200) NOT NULL,
        confirmed_at DATETIME(3) NULL,
        last_step BIGINT UNSIGNED NOT NULL
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS recovery_codes (
        user_id BIGINT UNSIGNED NOT NULL,
        code_hash BINARY(32) NOT NULL,
        PRIMARY KEY (user_id, code_hash)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['recovery_codes', 'second_factors', 'email_changes'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
