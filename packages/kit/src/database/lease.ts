import { ulid } from 'ulid';
import type { Database } from './database.js';

/** A table of work that instances of a service divide among themselves. It has an indexed column `claimed_by` CHAR(26). */
export interface WorkTable {
  name: string;
  /** The time until which nobody may claim the row: it is claimed, or not yet due. */
  until: string;
  /** Whether a row without that time may be claimed now. Without it, such a row is never claimed. */
  isFreeWithout?: boolean;
  /** Which rows are claimed first, as SQL. */
  order: string;
  /** What to select of a claimed row, as SQL. */
  columns: string;
}

/**
 * Claims up to `limit` rows for `leaseSeconds` and returns them in the table's order. No other instance gets them until
 * then; the rows of an instance that died are claimed again after that time.
 */
export async function claimByLease<Row>(
  database: Database,
  { name, until, isFreeWithout = false, order, columns }: WorkTable,
  limit: number,
  leaseSeconds: number,
): Promise<Row[]> {
  const claim = ulid();
  const isFree = `${until} <= UTC_TIMESTAMP(3)${isFreeWithout ? ` OR ${until} IS NULL` : ''}`;
  // At READ COMMITTED the claim neither waits for rows that are being inserted nor blocks inserts.
  const { manager } = database;
  const { affectedRows } = await manager.query(
    `UPDATE ${name} SET claimed_by = ?, ${until} = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE ${isFree} ORDER BY ${order} LIMIT ?`,
    [claim, leaseSeconds, limit],
  );
  if (affectedRows === 0) return [];
  return manager.query(`SELECT ${columns} FROM ${name} WHERE claimed_by = ? ORDER BY ${order}`, [claim]);
}
