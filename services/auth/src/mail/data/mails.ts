import type { EntityManager } from 'typeorm';
import { type MailKind, pauseSeconds, worthSendingSeconds } from '../domain/mails.js';

/** A mail that waits. It holds no token: that is made when the mail is sent, so none is ever kept in clear. */
export interface Mail {
  id: string;
  kind: MailKind;
  /** Null: for whoever has that address, if anybody has. */
  userId: string | null;
  recipient: string;
  /** What the mail is about, where its recipient alone does not tell. */
  aboutId: string | null;
  tries: number;
}

/** Long enough to send a mail; what is not done by then is tried again, also by another instance. */
const LEASE_SECONDS = 60;

/** Has a mail sent once the transaction is committed. */
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

/** Takes the mail that has been due for longest; undefined when none is, or another instance was quicker. */
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

/** Forgets a mail that was sent, or is not to be. */
export async function deleteMail(manager: EntityManager, { id }: Mail): Promise<void> {
  await manager.query('DELETE FROM mails WHERE id = ?', [id]);
}

/** Gives a mail back that could not be sent. */
export async function postponeMail(manager: EntityManager, { id, tries }: Mail): Promise<void> {
  await manager.query('UPDATE mails SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE id = ?', [
    pauseSeconds(tries),
    id,
  ]);
}

/** Deletes what waits to be sent to an account. */
export async function deleteMails(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM mails WHERE user_id = ?', [userId]);
}
