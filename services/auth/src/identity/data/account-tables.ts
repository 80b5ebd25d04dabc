import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from '../../data/table-options.js';

export class Accounts1700000001001 implements MigrationInterface {
  name = 'Accounts1700000001001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS users (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        username VARCHAR(30) NOT NULL,
        email VARCHAR(254) NOT NULL,
        email_verified TINYINT(1) NOT NULL DEFAULT 0,
        full_name VARCHAR(200) NOT NULL,
        password_hash VARCHAR(200) NULL,
        oauth_provider ENUM('google', 'facebook', 'github', 'local') NOT NULL DEFAULT 'local',
        oauth_id VARCHAR(191) NULL,
        status ENUM('active', 'banned') NOT NULL DEFAULT 'active',
        version BIGINT UNSIGNED NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        UNIQUE KEY users_username (username),
        UNIQUE KEY users_email (email),
        UNIQUE KEY users_oauth (oauth_provider, oauth_id)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS roles (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        name ENUM('admin', 'user', 'moderator') NOT NULL,
        UNIQUE KEY roles_name (name)
      ) ${OPTIONS}`);
    await runner.query(`INSERT IGNORE INTO roles (id, name) VALUES (1, 'admin'), (2, 'user'), (3, 'moderator')`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS user_roles (
        user_id BIGINT UNSIGNED NOT NULL,
        role_id BIGINT UNSIGNED NOT NULL,
        PRIMARY KEY (user_id, role_id),
        KEY user_roles_role (role_id)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['user_roles', 'roles', 'users']) await runner.query(`DROP TABLE ${table}`);
  }
}

export class Deletions1700000001003 implements MigrationInterface {
  name = 'Deletions1700000001003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS deletions (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        requested_at DATETIME(3) NOT NULL,
        completed_at DATETIME(3) NULL
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS deletion_answers (
        user_id BIGINT UNSIGNED NOT NULL,
        service VARCHAR(32) NOT NULL,
        purged_at DATETIME(3) NOT NULL,
        PRIMARY KEY (user_id, service)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['deletion_answers', 'deletions']) await runner.query(`DROP TABLE ${table}`);
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

export class Moderation1700000001008 implements MigrationInterface {
  name = 'Moderation1700000001008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS sanctions (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        user_id BIGINT UNSIGNED NOT NULL,
        kind ENUM('suspension', 'ban') NOT NULL,
        reason VARCHAR(500) NOT NULL,
        imposed_by BIGINT UNSIGNED NOT NULL,
        imposed_at DATETIME(3) NOT NULL,
        ends_at DATETIME(3) NULL,
        lifted_at DATETIME(3) NULL,
        KEY sanctions_user (user_id, id),
        KEY sanctions_over (lifted_at, ends_at)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS audit_log (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        actor_id BIGINT UNSIGNED NULL,
        action VARCHAR(32) NOT NULL,
        subject_id BIGINT UNSIGNED NULL,
        details TEXT NOT NULL,
        created_at DATETIME(3) NOT NULL,
        KEY audit_log_created (created_at, id),
        KEY audit_log_actor (actor_id, created_at, id),
        KEY audit_log_subject (subject_id, created_at, id)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['audit_log', 'sanctions']) await runner.query(`DROP TABLE ${table}`);
  }
}

/** Which version of the profile an account has its full name from; 0 for that of the registration. */
export class ProfileVersions1700000001021 implements MigrationInterface {
  name = 'ProfileVersions1700000001021';

  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('users', 'profile_version')) return;
    await runner.query('ALTER TABLE users ADD COLUMN profile_version BIGINT UNSIGNED NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN profile_version');
  }
}
