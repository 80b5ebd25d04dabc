import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from '../../data/table-options.js';

export class Appeals1700000001011 implements MigrationInterface {
  name = 'Appeals1700000001011';

  async up(runner: QueryRunner): Promise<void> {
    // `subject_id` is the case that ended with the removal, or the sanction; `judged_by` who decided it.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS appeals (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        user_id BIGINT UNSIGNED NOT NULL,
        kind ENUM('removal', 'sanction') NOT NULL,
        subject_id BIGINT UNSIGNED NOT NULL,
        judged_by BIGINT UNSIGNED NOT NULL,
        text TEXT NOT NULL,
        state ENUM('open', 'dismissed', 'upheld') NOT NULL DEFAULT 'open',
        created_at DATETIME(3) NOT NULL,
        decided_by BIGINT UNSIGNED NULL,
        decided_at DATETIME(3) NULL,
        decision_reason VARCHAR(500) NULL,
        expires_at DATETIME(3) NULL,
        UNIQUE KEY appeals_once (kind, subject_id),
        KEY appeals_user (user_id),
        KEY appeals_state (state, created_at, id),
        KEY appeals_expires (expires_at)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE appeals');
  }
}
