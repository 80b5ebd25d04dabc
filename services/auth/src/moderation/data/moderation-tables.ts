import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from '../../identity/data/account-tables.js';

/** Reports, and the cases that the open reports about one thing make together. */
export class Reports1700000001010 implements MigrationInterface {
  name = 'Reports1700000001010';

  async up(runner: QueryRunner): Promise<void> {
    // `open_target` names the target while the case is open, so that there is one open case of it at a time.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS moderation_cases (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        target_type ENUM('post', 'comment', 'user') NOT NULL,
        target_id BIGINT UNSIGNED NOT NULL,
        open_target VARCHAR(40) NULL,
        author_id BIGINT UNSIGNED NOT NULL,
        state ENUM('open', 'dismissed', 'upheld') NOT NULL DEFAULT 'open',
        reports INT UNSIGNED NOT NULL,
        created_at DATETIME(3) NOT NULL,
        claimed_by BIGINT UNSIGNED NULL,
        claimed_until DATETIME(3) NULL,
        removed TINYINT(1) NOT NULL DEFAULT 0,
        decided_by BIGINT UNSIGNED NULL,
        decided_at DATETIME(3) NULL,
        decision_reason VARCHAR(500) NULL,
        expires_at DATETIME(3) NULL,
        UNIQUE KEY moderation_cases_open (open_target),
        KEY moderation_cases_state (state, created_at, id),
        KEY moderation_cases_author (author_id, created_at, id),
        KEY moderation_cases_expires (expires_at)
      ) ${OPTIONS}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS reports (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        case_id BIGINT UNSIGNED NOT NULL,
        reporter_id BIGINT UNSIGNED NOT NULL,
        reason VARCHAR(32) NOT NULL,
        note TEXT NOT NULL,
        content TEXT NOT NULL,
        image_url VARCHAR(500) NULL,
        is_private TINYINT(1) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NULL,
        UNIQUE KEY reports_once (case_id, reporter_id),
        KEY reports_reporter (reporter_id, created_at, id),
        KEY reports_expires (expires_at)
      ) ${OPTIONS}`);
    // What a mail is about, where its recipient alone does not tell.
    if (!(await runner.hasColumn('mails', 'about_id')))
      await runner.query('ALTER TABLE mails ADD COLUMN about_id BIGINT UNSIGNED NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE mails DROP COLUMN about_id');
    for (const table of ['reports', 'moderation_cases']) await runner.query(`DROP TABLE ${table}`);
  }
}

/** Keeps with a case that an appeal has overturned it, and with a sanction the case that ended with it. */
export class Overturned1700000001030 implements MigrationInterface {
  name = 'Overturned1700000001030';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('sanctions', 'case_id')))
      await runner.query('ALTER TABLE sanctions ADD COLUMN case_id BIGINT UNSIGNED NULL');
    if (!(await runner.hasColumn('moderation_cases', 'overturned_at')))
      await runner.query('ALTER TABLE moderation_cases ADD COLUMN overturned_at DATETIME(3) NULL');
    // Appeals that were upheld before.
    await runner.query(`
      UPDATE moderation_cases c JOIN appeals a ON a.kind = 'removal' AND a.subject_id = c.id AND a.state = 'upheld'
      SET c.overturned_at = a.decided_at WHERE c.overturned_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE moderation_cases DROP COLUMN overturned_at');
    await runner.query('ALTER TABLE sanctions DROP COLUMN case_id');
  }
}

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

/** Gives mails and codes about a suspension or ban their present name. */
export class SanctionMails1700000001041 implements MigrationInterface {
  name = 'SanctionMails1700000001041';

  async up(runner: QueryRunner): Promise<void> {
    await rename(runner, 'keptOut', 'sanctioned');
  }

  async down(runner: QueryRunner): Promise<void> {
    await rename(runner, 'sanctioned', 'keptOut');
  }
}

async function rename(runner: QueryRunner, from: string, to: string): Promise<void> {
  await runner.query('UPDATE mails SET kind = ? WHERE kind = ?', [to, from]);
  await runner.query('UPDATE one_time_tokens SET purpose = ? WHERE purpose = ?', [to, from]);
}
