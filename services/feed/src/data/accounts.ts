import type { EntityManager } from 'typeorm';

/** What feed knows of an account. */
export interface Account {
  /** The account has so many followers that its posts are merged in when a timeline is read. */
  pulled: boolean;
  deleted: boolean;
}

interface Row {
  user_id: string;
  pulled: number;
  deleted: number;
}

/**
 * Locks accounts until the transaction ends, in the order of their ids. The lock serializes the follows, blocks, posts and
 * announcements of an account, so that each sees what those before it did. Returns what is known of each account.
 */
export async function lockAccounts(manager: EntityManager, ids: string[]): Promise<(id: string) => Account> {
  const wanted = [...new Set(ids)].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  let rows = await lock(manager, wanted);
  if (rows.length < wanted.length) {
    // Takes the exclusive lock at once where the row is there by now; INSERT IGNORE would share it, and deadlock.
    await manager.query('INSERT INTO accounts (user_id) VALUES ? ON DUPLICATE KEY UPDATE user_id = VALUES(user_id)', [
      wanted.map((id) => [id]),
    ]);
    rows = await lock(manager, wanted);
  }
  const accounts = new Map(rows.map((row) => [row.user_id, { pulled: row.pulled === 1, deleted: row.deleted === 1 }]));
  return (id) => accounts.get(id)!;
}

function lock(manager: EntityManager, ids: string[]): Promise<Row[]> {
  return manager.query(
    'SELECT user_id, pulled, deleted FROM accounts WHERE user_id IN (?) ORDER BY user_id FOR UPDATE',
    [ids],
  );
}

/** Which of these accounts have been deleted. */
export async function goneAmong(manager: EntityManager, userIds: string[]): Promise<string[]> {
  const rows: { user_id: string }[] = await manager.query(
    'SELECT user_id FROM accounts WHERE user_id IN (?) AND deleted = 1',
    [userIds],
  );
  return rows.map((row) => row.user_id);
}

export async function markPulled(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('UPDATE accounts SET pulled = 1 WHERE user_id = ?', [userId]);
}

/** Marks the account as deleted. The mark stays for good, for late events of the account. */
export async function markDeleted(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('UPDATE accounts SET deleted = 1 WHERE user_id = ?', [userId]);
}

/** The ids of the next accounts, in order. */
export async function usersAfter(manager: EntityManager, after: string, count: number): Promise<string[]> {
  const rows: { user_id: string }[] = await manager.query(
    'SELECT user_id FROM accounts WHERE user_id > ? ORDER BY user_id LIMIT ?',
    [after, count],
  );
  return rows.map((row) => row.user_id);
}
