import { AppError } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Purpose } from '../domain/mail-kinds.js';

/** An account on its way to another address. It is there once both mailboxes have agreed. */
export interface EmailChange {
  newEmail: string;
  isLeaving: boolean;
  isEntering: boolean;
}

const COLUMN_OF: Partial<Record<Purpose, string>> = { leaveEmail: 'left_at', enterEmail: 'entered_at' };
const DAYS = 1;

/** Begins a change, in place of one that may be under way. The old mailbox need not agree where `isLeaving` says so. */
export async function insertEmailChange(
  manager: EntityManager,
  userId: string,
  newEmail: string,
  isLeaving: boolean,
): Promise<void> {
  await deleteEmailChange(manager, userId);
  await manager.query(
    `INSERT INTO email_changes (user_id, new_email, left_at, expires_at)
     VALUES (?, ?, ${isLeaving ? 'UTC_TIMESTAMP(3)' : 'NULL'}, UTC_TIMESTAMP(3) + INTERVAL ? DAY)`,
    [userId, newEmail, DAYS],
  );
}

/** Notes that one mailbox agrees, and answers how far the change is; throws `invalid_token` when none is under way. */
export async function agreeToEmailChange(
  manager: EntityManager,
  userId: string,
  purpose: Purpose,
): Promise<EmailChange> {
  const column = COLUMN_OF[purpose];
  await manager.query(
    `UPDATE email_changes SET ${column} = UTC_TIMESTAMP(3) WHERE user_id = ? AND expires_at > UTC_TIMESTAMP(3)`,
    [userId],
  );
  const [row] = await manager.query(
    `SELECT new_email AS newEmail, left_at AS leftAt, entered_at AS enteredAt FROM email_changes
     WHERE user_id = ? AND expires_at > UTC_TIMESTAMP(3)`,
    [userId],
  );
  if (!row) throw new AppError('invalid_token');
  return { newEmail: row.newEmail, isLeaving: row.leftAt !== null, isEntering: row.enteredAt !== null };
}

/** The address that an account is on its way to. */
export async function findNewEmail(manager: EntityManager, userId: string): Promise<string | undefined> {
  const [row] = await manager.query(
    'SELECT new_email AS newEmail FROM email_changes WHERE user_id = ? AND expires_at > UTC_TIMESTAMP(3)',
    [userId],
  );
  return row?.newEmail;
}

export async function deleteEmailChange(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM email_changes WHERE user_id = ?', [userId]);
}
