import type { MigrationInterface, QueryRunner } from 'typeorm';

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
