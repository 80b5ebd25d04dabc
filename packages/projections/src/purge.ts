import type { EntityManager } from 'typeorm';

/** Rows that one statement removes. */
const BATCH = 500;

/** Removes a batch from each of these, `table WHERE column = ?`, of what is about one person; answers how many rows it were. */
export async function deleteBatch(manager: EntityManager, sources: string[], userId: string): Promise<number> {
  let removed = 0;
  for (const source of sources) {
    const { affectedRows } = await manager.query(`DELETE FROM ${source} LIMIT ${BATCH}`, [userId]);
    removed += affectedRows;
  }
  return removed;
}

/** A copy of what people have done about others, which goes with either of them. */
interface Copy {
  purge(manager: EntityManager, userId: string): Promise<number>;
}

/** Removes from these copies all that is about one person: for a service that has little else of an account. */
export async function purgeCopies(manager: EntityManager, userId: string, copies: Copy[]): Promise<void> {
  for (const copy of copies) while ((await copy.purge(manager, userId)) > 0);
}
