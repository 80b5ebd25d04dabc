import type { EntityManager } from 'typeorm';
import { USER_COUNTS, type UserCount, type UserCounts, type UserDelta } from '../domain/user-counts.js';

const columnOf = (count: UserCount) => count.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const COLUMNS = USER_COUNTS.map(columnOf);

const ROW = `(${['?', ...COLUMNS.map(() => '?')].join(', ')})`;
const ADDED = COLUMNS.map((column) => `${column} = IF(deleted = 1, 0, ${column} + VALUES(${column}))`).join(', ');

/** Changes users' counts, in the order of their ids to avoid deadlocks. Deleted accounts keep none. */
export async function addToUsers(manager: EntityManager, deltas: [userId: string, delta: UserDelta][]): Promise<void> {
  const changed = deltas.filter(([, delta]) => Object.values(delta).some((change) => change !== 0));
  if (changed.length === 0) return;
  changed.sort(([one], [other]) => (BigInt(one) < BigInt(other) ? -1 : 1));
  const values = changed.flatMap(([userId, delta]) => [userId, ...USER_COUNTS.map((count) => delta[count] ?? 0)]);
  await manager.query(
    `INSERT INTO user_counters (user_id, ${COLUMNS.join(', ')}) VALUES ${changed.map(() => ROW).join(', ')}
     ON DUPLICATE KEY UPDATE ${ADDED}`,
    values,
  );
}

/** A user's counts; all 0 if nothing has been counted. */
export async function readUserCounts(manager: EntityManager, userId: string): Promise<UserCounts> {
  const [row] = await manager.query(`SELECT ${COLUMNS.join(', ')} FROM user_counters WHERE user_id = ?`, [userId]);
  const counts = USER_COUNTS.map((count) => [count, Math.max(0, Number(row?.[columnOf(count)] ?? 0))]);
  return Object.fromEntries(counts) as UserCounts;
}

/** The counts of the users whose ids are above `after` and not above `through`, and the ids of the deleted ones. */
export async function countsBetween(
  manager: EntityManager,
  after: string,
  through: string,
): Promise<{ known: Map<string, UserCounts>; gone: Set<string> }> {
  const rows: Record<string, string>[] = await manager.query(
    `SELECT user_id, deleted, ${COLUMNS.join(', ')} FROM user_counters WHERE user_id > ? AND user_id <= ?`,
    [after, through],
  );
  const isGone = (row: Record<string, string>) => Number(row.deleted) === 1;
  const counts = (row: Record<string, string>) =>
    Object.fromEntries(USER_COUNTS.map((count) => [count, Number(row[columnOf(count)])])) as UserCounts;
  return {
    known: new Map(rows.filter((row) => !isGone(row)).map((row) => [row.user_id!, counts(row)])),
    gone: new Set(rows.filter(isGone).map((row) => row.user_id!)),
  };
}

/** Removes a user's counts. The row stays as a mark, so that late events count nothing for the user. */
export async function removeUser(manager: EntityManager, userId: string): Promise<void> {
  const zeros = COLUMNS.map((column) => `${column} = 0`).join(', ');
  await manager.query(
    `INSERT INTO user_counters (user_id, deleted) VALUES (?, 1) ON DUPLICATE KEY UPDATE ${zeros}, deleted = 1`,
    [userId],
  );
}
