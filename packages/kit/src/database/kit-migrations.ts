import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables that every service has: events on their way out, events that came in, and requests already processed. */
class KitTables1700000000000 implements MigrationInterface {
  name = 'KitTables1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    // `id`, `aggregatetype`, `aggregateid`, `type`, `topic` and `payload` are what Debezium's outbox event router reads.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS outbox (
        seq BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        id CHAR(26) CHARACTER SET ascii NOT NULL UNIQUE,
        topic VARCHAR(64) NOT NULL,
        aggregatetype VARCHAR(32) NOT NULL,
        aggregateid VARCHAR(64) NOT NULL,
        type VARCHAR(64) NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        payload LONGTEXT NOT NULL,
        created_at DATETIME(3) NOT NULL,
        claimed_by CHAR(26) CHARACTER SET ascii NULL,
        claimed_until DATETIME(3) NULL,
        KEY outbox_claimed (claimed_by)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS inbox (
        event_id VARCHAR(64) CHARACTER SET ascii NOT NULL PRIMARY KEY,
        received_at DATETIME(3) NOT NULL,
        KEY inbox_received (received_at)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS idempotency_keys (
        owner_id BIGINT UNSIGNED NOT NULL,
        idempotency_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        fingerprint BINARY(32) NOT NULL,
        answer LONGTEXT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (owner_id, idempotency_key),
        KEY idempotency_created (created_at)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['outbox', 'inbox', 'idempotency_keys']) await runner.query(`DROP TABLE ${table}`);
  }
}

/** Deleted users, posts and comments whose dependent rows the service has not removed yet. */
class Purges1700000000001 implements MigrationInterface {
  name = 'Purges1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS purges (
        kind ENUM('user', 'post', 'comment') NOT NULL,
        id BIGINT UNSIGNED NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        due_at DATETIME(3) NOT NULL,
        PRIMARY KEY (kind, id),
        KEY purges_due (due_at)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE purges');
  }
}

/** An index by which the relay finds earlier events about the same thing. */
class OutboxOrder1700000000002 implements MigrationInterface {
  name = 'OutboxOrder1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('outbox');
    if (table?.indices.some(({ name }) => name === 'outbox_aggregate')) return;
    await runner.query('ALTER TABLE outbox ADD KEY outbox_aggregate (aggregatetype, aggregateid, seq)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outbox DROP KEY outbox_aggregate');
  }
}

/** Events that the service could not apply. Their key is a digest: a message may have no id, or that of another. */
class DeadLetters1700000000003 implements MigrationInterface {
  name = 'DeadLetters1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS dead_letters (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        digest BINARY(32) NOT NULL UNIQUE,
        topic VARCHAR(64) NULL,
        event_id VARCHAR(64) NULL,
        reason VARCHAR(1000) NOT NULL,
        payload LONGBLOB NOT NULL,
        size BIGINT UNSIGNED NOT NULL,
        deliveries INT UNSIGNED NOT NULL DEFAULT 1,
        attempts INT UNSIGNED NOT NULL DEFAULT 0,
        received_at DATETIME(3) NOT NULL,
        retry_at DATETIME(3) NULL,
        KEY dead_letters_received (received_at, id),
        KEY dead_letters_due (retry_at)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dead_letters');
  }
}

/** Purges and dead letters are claimed like the rows of the outbox. */
class Claims1700000000004 implements MigrationInterface {
  name = 'Claims1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const name of ['purges', 'dead_letters']) {
      const table = await runner.getTable(name);
      if (table?.findColumnByName('claimed_by')) continue;
      await runner.query(
        `ALTER TABLE ${name} ADD COLUMN claimed_by CHAR(26) CHARACTER SET ascii NULL, ADD KEY ${name}_claimed (claimed_by)`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['purges', 'dead_letters']) {
      await runner.query(`ALTER TABLE ${name} DROP KEY ${name}_claimed, DROP COLUMN claimed_by`);
    }
  }
}

export const KIT_MIGRATIONS = [
  KitTables1700000000000,
  Purges1700000000001,
  OutboxOrder1700000000002,
  DeadLetters1700000000003,
  Claims1700000000004,
];
