import type { DataSource, QueryRunner } from 'typeorm';

const LOCK_WAIT_SECONDS = 120;

/** Runs the migrations that are missing. Several instances may start at once: one migrates, the others wait for it. */
export async function migrate(source: DataSource): Promise<void> {
  const lock = `migrate:${source.options.database ?? 'database'}`;
  const runner = source.createQueryRunner('master');
  try {
    const rows: { got: string | number | null }[] = await runner.query('SELECT GET_LOCK(?, ?) AS got', [
      lock,
      LOCK_WAIT_SECONDS,
    ]);
    if (Number(rows[0]?.got) !== 1) {
      throw new Error(`Another instance has been migrating for more than ${LOCK_WAIT_SECONDS} s; look at its log.`);
    }
    await source.runMigrations({ transaction: 'none' });
    await runner.query('SELECT RELEASE_LOCK(?)', [lock]);
  } finally {
    await runner.release();
  }
}

/** Whether a table of the current database has a constraint of this name: a CHECK, a key or a foreign key. */
export async function hasConstraint(runner: QueryRunner, table: string, name: string): Promise<boolean> {
  const rows: unknown[] = await runner.query(
    `SELECT 1 FROM information_schema.table_constraints
     WHERE constraint_schema = DATABASE() AND table_name = ? AND constraint_name = ?`,
    [table, name],
  );
  return rows.length > 0;
}
