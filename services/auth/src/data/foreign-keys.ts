import { addForeignKey, dropForeignKey, type ForeignKey } from '@townsquare/kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ofUser = (table: string): ForeignKey => ({
  name: `${table}_owner`,
  table,
  column: 'user_id',
  parent: 'users',
  parentColumn: 'id',
});

/** Which tables have no key, and why, is in docs/asked-tables.md. */
const KEYS: ForeignKey[] = [
  ofUser('user_roles'),
  { name: 'user_roles_role_key', table: 'user_roles', column: 'role_id', parent: 'roles', parentColumn: 'id' },
  ofUser('oauth_identities'),
  ofUser('refresh_sessions'),
  {
    name: 'refresh_tokens_session_key',
    table: 'refresh_tokens',
    column: 'session_id',
    parent: 'refresh_sessions',
    parentColumn: 'id',
  },
  ofUser('one_time_tokens'),
  ofUser('email_changes'),
  ofUser('second_factors'),
  ofUser('recovery_codes'),
  ofUser('sanctions'),
  ofUser('appeals'),
  ofUser('data_downloads'),
  { name: 'reports_case', table: 'reports', column: 'case_id', parent: 'moderation_cases', parentColumn: 'id' },
  {
    name: 'deletion_answers_deletion',
    table: 'deletion_answers',
    column: 'user_id',
    parent: 'deletions',
    parentColumn: 'user_id',
  },
];

/**
 * What belongs to an account, a session or a case goes with it. Code that deletes an account deletes its rows itself, since
 * much of it has more to do; the keys hold when code forgets a table.
 */
export class ForeignKeys1700000001061 implements MigrationInterface {
  name = 'ForeignKeys1700000001061';

  async up(runner: QueryRunner): Promise<void> {
    for (const key of KEYS) await addForeignKey(runner, key);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const key of KEYS.toReversed()) await dropForeignKey(runner, key);
  }
}
