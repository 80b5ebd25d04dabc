import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets all of somebody's notifications be marked as read by one row: see generations.ts. */
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

export const READ_MIGRATIONS = [ReadGenerations1700000007120];
