import type { EntityManager } from 'typeorm';
import { type MailKind, pauseSeconds, worthSendingSeconds } from '../domain/mails.js';

/** A queued mail. Its token is made when it is sent, so no token is stored in clear. */
export interface Mail {
  id: string;
  kind: MailKind;
  /** Null for the account that has the address when the mail is sent, if there is one. */
  userId: string | null;
  recipient: string;
  /** The id of the case or appeal that the mail is about. */
  aboutId: string | null;
  tries: number;
}

/** How long one instance has to send a claimed mail before another may try. */
const LEASE_SECONDS = 60;

/** Queues a mail, which is sent once the transaction is committed. */
export async function queueMail(
  manager: EntityManager,
  kind: MailKind,
  recipient: string,
  userId: string | null,
  aboutId: string | null = null,
): Promise<void> {
  await manager.query(
    `INSERT INTO mails (kind, user_id, recipient, about_id, tries, created_at, due_at, expires_at)
     VALUES (?, ?, ?, ?, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
    [kind, userId, recipient, aboutId, worthSendingSeconds(kind)],
  );
}

/** Claims the mail that has been due for longest; returns undefined when none is due or another instance claimed it. */
export async function claimMail(manager: EntityManager): Promise<Mail | undefined> {
  const [row] = await manager.query(
    `SELECT id, kind, user_id AS userId, recipient, about_id AS aboutId, tries, due_at AS dueAt FROM mails
     WHERE due_at <= UTC_TIMESTAMP(3) AND expires_at > UTC_TIMESTAMP(3) ORDER BY due_at, id LIMIT 1`,
  );
  if (!row) return undefined;
  const { dueAt, ...mail } = row;
  const { affectedRows } = await manager.query(
    `UPDATE mails SET tries = tries + 1, due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE id = ? AND due_at = ?`,
    [LEASE_SECONDS, mail.id, dueAt],
  );
  return affectedRows === 1 ? { ...mail, tries: mail.tries + 1 } : undefined;
}

/** Deletes a mail that was sent or is not needed any more. */
export async function deleteMail(manager: EntityManager, { id }: Mail): Promise<void> {
  await manager.query('DELETE FROM mails WHERE id = ?', [id]);
}

/** Schedules the next try of a mail that could not be sent. */
export async function postponeMail(manager: EntityManager, { id, tries }: Mail): Promise<void> {
  await manager.query('UPDATE mails SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE id = ?', [
    pauseSeconds(tries),
    id,
  ]);
}

/** Deletes the queued mails of an account. */
export async function deleteMails(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM mails WHERE user_id = ?', [userId]);
}
