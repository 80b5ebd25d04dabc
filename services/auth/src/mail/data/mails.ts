import { claimByLease, type Database, type WorkTable } from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
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

const MAILS: WorkTable = {
  name: 'mails',
  until: 'due_at',
  where: 'expires_at > UTC_TIMESTAMP(3)',
  set: 'tries = tries + 1',
  order: 'due_at, id',
  columns: 'id, kind, user_id AS userId, recipient, about_id AS aboutId, tries',
};

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

/** Claims the mail that has been due for longest, and counts the try; returns undefined when none is due. */
export async function claimMail(database: Database): Promise<Mail | undefined> {
  const [mail] = await claimByLease<Mail>(database, MAILS, 1, LEASE_SECONDS);
  return mail;
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

/** Notes which claim holds a mail. */
export class MailClaims1700000001050 implements MigrationInterface {
  name = 'MailClaims1700000001050';

  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('mails', 'claimed_by')) return;
    await runner.query(
      'ALTER TABLE mails ADD COLUMN claimed_by CHAR(26) CHARACTER SET ascii NULL, ADD KEY mails_claimed (claimed_by)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE mails DROP KEY mails_claimed, DROP COLUMN claimed_by');
  }
}
