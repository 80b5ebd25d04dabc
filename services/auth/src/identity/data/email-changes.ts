import { AppError } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Purpose } from '../../mail/domain/mails.js';
import type { UserEntity } from './entities.js';
import type { OneTimeToken } from './one-time-tokens.js';

/** An account on its way to another address. It is there once both mailboxes have agreed. */
export interface EmailChange {
  newEmail: string;
  /** The session in which it was asked for. */
  sessionId: string | null;
  isLeaving: boolean;
  isEntering: boolean;
}

const COLUMN_OF: Partial<Record<Purpose, string>> = { leaveEmail: 'left_at', enterEmail: 'entered_at' };
const DAYS = 1;

/** A change that is under way: it has not expired, and the account's credentials are those in which it was begun. */
const UNDER_WAY = `email_changes c JOIN users u ON u.id = c.user_id AND u.credential_version = c.credential_version
  WHERE c.user_id = ? AND c.expires_at > UTC_TIMESTAMP(3)`;

/** Begins a change, in place of one that may be under way. An old mailbox that was never verified need not agree. */
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
 * Notes that the mailbox agrees to which a token was sent, and returns how far the change is; throws `invalid_token` when
 * none is under way, or it is one to another address.
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

/** The address that an account is on its way to. */
export async function findNewEmail(manager: EntityManager, userId: string): Promise<string | undefined> {
  const [row] = await manager.query(`SELECT c.new_email AS newEmail FROM ${UNDER_WAY}`, [userId]);
  return row?.newEmail;
}

export async function deleteEmailChange(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM email_changes WHERE user_id = ?', [userId]);
}
