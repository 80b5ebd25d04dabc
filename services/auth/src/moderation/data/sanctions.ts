import { userBanned } from '@townsquare/contracts';
import { afterPosition, type Position, type Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { lockUser, updateStatus } from '../../identity/data/accounts.js';
import type { SanctionKind } from '../domain/moderation-rules.js';

/** A suspension or ban of an account, present or past. */
export interface Sanction {
  id: string;
  kind: SanctionKind;
  reason: string;
  /** The case that ended with it; null for a sanction without a case. */
  caseId: string | null;
  imposedBy: string;
  imposedAt: Date;
  /** Null for a ban. */
  endsAt: Date | null;
  liftedAt: Date | null;
}

const COLUMNS = `id, kind, reason, case_id AS caseId, imposed_by AS imposedBy, imposed_at AS imposedAt, ends_at AS endsAt,
  lifted_at AS liftedAt`;
const SHOWN = 50;

/** Returns the sanction that is in force on an account. */
export async function findSanction(manager: EntityManager, userId: string): Promise<Sanction | undefined> {
  const [row] = await manager.query(
    `SELECT ${COLUMNS} FROM sanctions WHERE user_id = ? AND lifted_at IS NULL ORDER BY id DESC LIMIT 1`,
    [userId],
  );
  return row;
}

/** Returns an account's sanctions, the newest first, after a position. */
export function listSanctions(
  manager: EntityManager,
  userId: string,
  limit = SHOWN,
  after?: Position,
): Promise<(Sanction & Position)[]> {
  const [position, values] = afterPosition(after, 'DESC', { createdAt: 'imposed_at' });
  return manager.query(
    `SELECT ${COLUMNS}, imposed_at AS createdAt FROM sanctions
     WHERE user_id = ? AND ${position} ORDER BY imposed_at DESC, id DESC LIMIT ?`,
    [userId, ...values, limit],
  );
}

/** Suspends an account for some days, or bans it where no days are given. Ends the sanction it had before. */
export async function insertSanction(
  tx: Transaction,
  userId: string,
  { reason, days, by, caseId }: { reason: string; days: number | undefined; by: string; caseId?: string | undefined },
): Promise<Sanction> {
  await closeSanctions(tx.manager, userId);
  const kind: SanctionKind = days === undefined ? 'ban' : 'suspension';
  // Without days, the end is NULL.
  await tx.manager.query(
    `INSERT INTO sanctions (user_id, kind, reason, case_id, imposed_by, imposed_at, ends_at)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? DAY)`,
    [userId, kind, reason, caseId ?? null, by, days ?? null],
  );
  await setBanned(tx, userId, true, reason);
  return (await findSanction(tx.manager, userId))!;
}

/** Ends the sanction of an account, whose owner can sign in again. An account that was deactivated before still is. */
export async function endSanction(tx: Transaction, userId: string): Promise<void> {
  await closeSanctions(tx.manager, userId);
  await setBanned(tx, userId, false, '');
}

/** Returns accounts whose suspension has run out but is still in force. */
export async function findSuspensionsOver(manager: EntityManager, limit: number): Promise<string[]> {
  const rows: { userId: string }[] = await manager.query(
    `SELECT user_id AS userId FROM sanctions WHERE lifted_at IS NULL AND ends_at <= UTC_TIMESTAMP(3) LIMIT ?`,
    [limit],
  );
  return rows.map(({ userId }) => userId);
}

export async function deleteSanctions(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM sanctions WHERE user_id = ?', [userId]);
}

async function closeSanctions(manager: EntityManager, userId: string): Promise<void> {
  const statement = 'UPDATE sanctions SET lifted_at = UTC_TIMESTAMP(3) WHERE user_id = ? AND lifted_at IS NULL';
  await manager.query(statement, [userId]);
}

async function setBanned(tx: Transaction, userId: string, isBanned: boolean, reason: string): Promise<void> {
  const account = await lockUser(tx.manager, userId);
  if (!account) return;
  const { version, banned, deactivated } = await updateStatus(tx, account, { banned: isBanned });
  tx.publish(userBanned, { id: userId, version }, { userId, banned, deactivated, reason });
}
