import type { EntityManager } from 'typeorm';

/** Rows that one statement removes. */
const BATCH = 500;

/** Removes a batch of a user's rows from each source (`table WHERE column = ?`); returns how many there were. */
export async function deleteBatch(manager: EntityManager, sources: string[], userId: string): Promise<number> {
  let removed = 0;
  for (const source of sources) {
    const { affectedRows } = await manager.query(`DELETE FROM ${source} LIMIT ${BATCH}`, [userId]);
    removed += affectedRows;
  }
  return removed;
}

/** A copy whose rows belong to two users, and are removed with either. */
interface Copy {
  purge(manager: EntityManager, userId: string): Promise<number>;
}

/** Removes all rows of a user from these copies, for a service that stores little else of an account. */
export async function purgeCopies(manager: EntityManager, userId: string, copies: Copy[]): Promise<void> {
  for (const copy of copies) while ((await copy.purge(manager, userId)) > 0);
}
