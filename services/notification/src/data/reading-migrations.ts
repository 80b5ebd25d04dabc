import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Kind, TargetType } from '../domain/kinds.js';
import { messageNow } from '../domain/messages.js';

const BATCH = 5_000;

/** What domain/grouping.ts says of a row, for those that were there before it. */
const GROUP_KEY = `
  CONCAT(kind, '.',
    CASE kind
      WHEN 'reaction' THEN CONCAT(target_type, '.', target_id)
      WHEN 'follow' THEN 'you'
      ELSE CONCAT('post.', post_id)
    END,
    '.', DATE(created_at))`;

/** Keeps with each notification which group it belongs to. Groups are found and counted in indices of this table alone. */
export class Groups1700000007110 implements MigrationInterface {
  name = 'Groups1700000007110';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('notifications', 'group_key'))) {
      // Those that stand by themselves have none, and neither has what an instance from before writes meanwhile.
      await runner.query(`
        ALTER TABLE notifications
          ADD COLUMN group_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
          ADD KEY notifications_group (user_id, group_key, created_at, id),
          DROP KEY notifications_listed,
          ADD KEY notifications_listed (user_id, created_at, id, group_key),
          DROP KEY notifications_unread,
          ADD KEY notifications_unread (user_id, is_read, created_at, id, group_key, actor_id, post_id)`);
    }
    await fillGroupKeys(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE notifications
        DROP KEY notifications_unread,
        ADD KEY notifications_unread (user_id, is_read, created_at, id),
        DROP KEY notifications_listed,
        ADD KEY notifications_listed (user_id, created_at, id),
        DROP KEY notifications_group,
        DROP COLUMN group_key`);
  }
}

/** A batch a statement: one for the whole table would hold all its rows. */
async function fillGroupKeys(runner: Pick<QueryRunner, 'query'>): Promise<void> {
  for (let after = '0'; ; ) {
    const [{ last }]: [{ last: string | null }] = await runner.query(
      `SELECT MAX(id) AS last FROM (SELECT id FROM notifications WHERE id > ? ORDER BY id LIMIT ${BATCH}) batch`,
      [after],
    );
    if (last === null) return;
    await runner.query(
      `UPDATE notifications SET group_key = ${GROUP_KEY}
       WHERE id > ? AND id <= ? AND group_key IS NULL AND kind IN ('reaction', 'comment', 'reply', 'follow')`,
      [after, last],
    );
    after = last;
  }
}

/** Whether somebody wants them grouped; without a row they do. */
export class Choices1700000007111 implements MigrationInterface {
  name = 'Choices1700000007111';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS grouping_choices (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        grouped TINYINT NOT NULL
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE grouping_choices');
  }
}

/** Lets all of somebody's notifications be marked as read by one row: see read-marks.ts. */
export class ReadGenerations1700000007120 implements MigrationInterface {
  name = 'ReadGenerations1700000007120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS read_generations (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        generation INT UNSIGNED NOT NULL
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
    if (await runner.hasColumn('notifications', 'generation')) return;
    await runner.query(`
      ALTER TABLE notifications
        ADD COLUMN generation INT UNSIGNED NOT NULL DEFAULT 0,
        DROP KEY notifications_unread,
        ADD KEY notifications_unread (user_id, generation, is_read, created_at, id, group_key)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE notifications n JOIN read_generations r ON r.user_id = n.user_id
      SET n.is_read = 1 WHERE n.generation < r.generation`);
    await runner.query(`
      ALTER TABLE notifications
        DROP KEY notifications_unread,
        ADD KEY notifications_unread (user_id, is_read, created_at, id, group_key, actor_id, post_id),
        DROP COLUMN generation`);
    await runner.query('DROP TABLE read_generations');
  }
}

/** The types and defaults that docs/asked-tables.md lists. Takes the names out of the messages, which were outdated after a rename. */
export class AskedColumns1700000007140 implements MigrationInterface {
  name = 'AskedColumns1700000007140';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE notifications
      MODIFY message TEXT NOT NULL,
      MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)`);
    await removeNames(runner);
  }

  /** The names do not come back: without them, messages are read as well. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE notifications
      MODIFY message VARCHAR(300) NOT NULL,
      MODIFY created_at DATETIME(3) NOT NULL`);
  }
}

interface Message {
  id: string;
  kind: Kind;
  targetType: TargetType;
  message: string;
}

async function removeNames(runner: Pick<QueryRunner, 'query'>): Promise<void> {
  for (let after: string | undefined = '0'; after !== undefined; ) {
    const rows: Message[] = await runner.query(
      `SELECT id, kind, target_type AS targetType, message FROM notifications WHERE id > ? ORDER BY id LIMIT ${BATCH}`,
      [after],
    );
    const nameless = rows.map((row) => ({ ...row, changed: messageNow(row, undefined) }));
    const named = nameless.filter(({ message, changed }) => changed !== message);
    for (const message of new Set(named.map(({ changed }) => changed))) {
      const ids = named.filter(({ changed }) => changed === message).map(({ id }) => id);
      await runner.query('UPDATE notifications SET message = ? WHERE id IN (?)', [message, ids]);
    }
    after = rows.at(-1)?.id;
  }
}
