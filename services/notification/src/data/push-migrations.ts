import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

/** Browsers that receive pushes, and the pushes that wait for them. An endpoint is one browser's, so it is unique. */
export class Pushes1700000007150 implements MigrationInterface {
  name = 'Pushes1700000007150';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS push_subscriptions (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        user_id BIGINT UNSIGNED NOT NULL,
        session_id BIGINT UNSIGNED NOT NULL,
        endpoint_hash BINARY(32) NOT NULL,
        endpoint VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        p256dh VARCHAR(87) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        auth VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        user_agent VARCHAR(255) NOT NULL,
        created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
        last_used_at DATETIME(3) NULL,
        check_at DATETIME(3) NOT NULL,
        claimed_by CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NULL,
        UNIQUE KEY push_subscriptions_endpoint (endpoint_hash),
        UNIQUE KEY push_subscriptions_session (session_id),
        KEY push_subscriptions_user (user_id, created_at, id),
        KEY push_subscriptions_check (check_at),
        KEY push_subscriptions_claimed (claimed_by)
      ) ${TABLE_OPTIONS}`);
    // A row stays for five minutes after its push, so that the next one for the same group waits.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS push_queue (
        subscription_id BIGINT UNSIGNED NOT NULL,
        push_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        kind VARCHAR(20) NOT NULL,
        news INT UNSIGNED NOT NULL,
        tries TINYINT UNSIGNED NOT NULL DEFAULT 0,
        waiting_since DATETIME(3) NOT NULL,
        due_at DATETIME(3) NOT NULL,
        claimed_by CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NULL,
        PRIMARY KEY (subscription_id, push_key),
        KEY push_queue_due (due_at),
        KEY push_queue_claimed (claimed_by),
        CONSTRAINT push_queue_subscription FOREIGN KEY (subscription_id) REFERENCES push_subscriptions (id) ON DELETE CASCADE
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['push_queue', 'push_subscriptions']) await runner.query(`DROP TABLE ${table}`);
  }
}

/** Which kinds a user receives on sockets and by push; without a row both are on. */
export class ChannelPreferences1700000007151 implements MigrationInterface {
  name = 'ChannelPreferences1700000007151';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS channel_preferences (
        user_id BIGINT UNSIGNED NOT NULL,
        channel ENUM('sockets', 'push') NOT NULL,
        kind VARCHAR(20) NOT NULL,
        enabled TINYINT NOT NULL,
        PRIMARY KEY (user_id, channel, kind)
      ) ${TABLE_OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE channel_preferences');
  }
}
