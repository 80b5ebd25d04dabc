import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is the same for every table of this service. */
export const OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

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

const VERSION = 'BIGINT UNSIGNED NOT NULL DEFAULT 1';

/** What the columns hold is in docs/decisions/0025-bound-to-credentials.md. */
const COLUMNS: readonly (readonly [table: string, column: string, type: string])[] = [
  ['users', 'credential_version', VERSION],
  ['one_time_tokens', 'credential_version', VERSION],
  ['email_changes', 'credential_version', VERSION],
  ['email_changes', 'session_id', 'BIGINT UNSIGNED NULL'],
  ['second_factors', 'credential_version', VERSION],
  ['oauth_identities', 'vouched_for', 'VARCHAR(254) NULL'],
  ['data_downloads', 'credential_version', 'BIGINT UNSIGNED NULL'],
  ['data_downloads', 'session_id', 'BIGINT UNSIGNED NULL'],
];

/** The version of an account's credentials, and that to which each thing is bound that is pending or kept. */
export class CredentialVersions1700000001025 implements MigrationInterface {
  name = 'CredentialVersions1700000001025';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS) {
      if (!(await runner.hasColumn(table, column)))
        await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}

/** The types and defaults that docs/asked-tables.md lists. */
export class AskedColumns1700000001060 implements MigrationInterface {
  name = 'AskedColumns1700000001060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users
      MODIFY full_name VARCHAR(255) NOT NULL,
      MODIFY password_hash VARCHAR(255) NULL,
      MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users
      MODIFY full_name VARCHAR(200) NOT NULL,
      MODIFY password_hash VARCHAR(200) NULL,
      MODIFY created_at DATETIME(3) NOT NULL`);
  }
}

/**
 * Makes `oauth_id` the subject that the account has at `oauth_provider`, the provider that it was opened with; NULL for
 * local accounts, and while no identity of that provider is linked. Providers tell subjects apart by case.
 */
export class OauthIds1700000001040 implements MigrationInterface {
  name = 'OauthIds1700000001040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE users MODIFY oauth_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT NULL',
    );
    await runner.query(`
      UPDATE users u JOIN oauth_identities i ON i.user_id = u.id AND i.provider = u.oauth_provider
      SET u.oauth_id = i.subject`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE users SET oauth_id = NULL');
    await runner.query(`ALTER TABLE users MODIFY oauth_id VARCHAR(191) NULL`);
  }
}
