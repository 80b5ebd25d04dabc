import { AppError } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Purpose } from '../../mail/domain/mails.js';
import type { UserEntity } from './entities.js';
import type { OneTimeToken } from './one-time-tokens.js';

/** A change of address. It takes effect once both mailboxes have confirmed it. */
export interface EmailChange {
  newEmail: string;
  /** The session in which it was asked for. */
  sessionId: string | null;
  isLeaving: boolean;
  isEntering: boolean;
}

const COLUMN_OF: Partial<Record<Purpose, string>> = { leaveEmail: 'left_at', enterEmail: 'entered_at' };
const DAYS = 1;

/** A pending change: it has not expired, and the account's credentials have not changed since it began. */
const UNDER_WAY = `email_changes c JOIN users u ON u.id = c.user_id AND u.credential_version = c.credential_version
  WHERE c.user_id = ? AND c.expires_at > UTC_TIMESTAMP(3)`;

/** Begins a change, in place of a pending one. An old mailbox that was never verified does not have to confirm it. */
export async function insertEmailChange(
  manager: EntityManager,
  { id, emailVerified, credentialVersion }: Pick<UserEntity, 'id' | 'emailVerified' | 'credentialVersion'>,
  newEmail: string,
  sessionId: string,
): Promise<void> {
  await deleteEmailChange(manager, id);
  await manager.query(
    `INSERT INTO email_changes (user_id, new_email, left_at, expires_at, credential_version, session_id)
     VALUES (?, ?, ${emailVerified ? 'NULL' : 'UTC_TIMESTAMP(3)'}, UTC_TIMESTAMP(3) + INTERVAL ? DAY, ?, ?)`,
    [id, newEmail, DAYS, credentialVersion, sessionId],
  );
}

/**
 * Records that the mailbox that a token was sent to confirms the change, and returns the change; throws `invalid_token` when
 * none is pending or it is to a different address.
 */
export async function agreeToEmailChange(
  manager: EntityManager,
  { userId, purpose, email }: OneTimeToken,
): Promise<EmailChange> {
  const newEmail = await findNewEmail(manager, userId);
  if (newEmail === undefined || (purpose === 'enterEmail' && email !== newEmail)) throw new AppError('invalid_token');
  await manager.query(`UPDATE email_changes SET ${COLUMN_OF[purpose]} = UTC_TIMESTAMP(3) WHERE user_id = ?`, [userId]);
  const [row] = await manager.query(
    `SELECT c.left_at AS leftAt, c.entered_at AS enteredAt, c.session_id AS sessionId FROM ${UNDER_WAY}`,
    [userId],
  );
  const { leftAt, enteredAt, sessionId } = row;
  return { newEmail, sessionId, isLeaving: leftAt !== null, isEntering: enteredAt !== null };
}

/** Returns the new address of a pending change. */
export async function findNewEmail(manager: EntityManager, userId: string): Promise<string | undefined> {
  const [row] = await manager.query(`SELECT c.new_email AS newEmail FROM ${UNDER_WAY}`, [userId]);
  return row?.newEmail;
}

export async function deleteEmailChange(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM email_changes WHERE user_id = ?', [userId]);
}
