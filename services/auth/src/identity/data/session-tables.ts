import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from '../../data/table-options.js';

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
