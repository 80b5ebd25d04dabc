import type { QueryRunner } from 'typeorm';

/** Whether a table of the current database has a constraint of this name: a CHECK, a key or a foreign key. For migrations. */
export async function hasConstraint(runner: QueryRunner, table: string, name: string): Promise<boolean> {
  const rows: unknown[] = await runner.query(
    `SELECT 1 FROM information_schema.table_constraints
     WHERE constraint_schema = DATABASE() AND table_name = ? AND constraint_name = ?`,
    [table, name],
  );
  return rows.length > 0;
}
