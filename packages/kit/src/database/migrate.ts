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

/** A key of a child table whose rows go with their parent's row. */
export interface ForeignKey {
  name: string;
  table: string;
  column: string;
  parent: string;
  parentColumn: string;
}

/**
 * Adds a foreign key with ON DELETE CASCADE, unless it exists. First deletes the rows that point to no parent, such as those
 * that a purge had not reached yet: the key could not be added with them.
 */
export async function addForeignKey(runner: QueryRunner, key: ForeignKey): Promise<void> {
  const { name, table, column, parent, parentColumn } = key;
  if (await hasConstraint(runner, table, name)) return;
  await runner.query(`DELETE child FROM ${table} child LEFT JOIN ${parent} parent ON parent.${parentColumn} = child.${column}
    WHERE child.${column} IS NOT NULL AND parent.${parentColumn} IS NULL`);
  await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name}
    FOREIGN KEY (${column}) REFERENCES ${parent} (${parentColumn}) ON DELETE CASCADE`);
}

/** Undoes `addForeignKey`. The deleted rows do not come back. */
export async function dropForeignKey(runner: QueryRunner, { table, name }: ForeignKey): Promise<void> {
  if (await hasConstraint(runner, table, name)) await runner.query(`ALTER TABLE ${table} DROP FOREIGN KEY ${name}`);
}
