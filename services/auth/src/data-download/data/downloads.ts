import { randomUUID } from 'node:crypto';
import { isDuplicate } from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { OPTIONS } from '../../identity/data/account-tables.js';

/**
 * Who asked for a download: the owner in a session, or, without one, with these credentials of the account. The download ends
 * when the session ends or the credentials change.
 */
export type Asker = { userId: string } & ({ sessionId: string } | { credentialVersion: string });

/** The claim to be the only download of an account. */
export interface DownloadClaim {
  userId: string;
  claimedBy: string;
}

/** A download that has not renewed its claim for so long has crashed. */
const LEASE_SECONDS = 60;

/**
 * Claims the only download of an account; returns undefined while another download holds the claim. The claim on a deleted
 * account is lost at once.
 */
export async function claimDownload(manager: EntityManager, asker: Asker): Promise<DownloadClaim | undefined> {
  const { userId } = asker;
  const claim = { userId, claimedBy: randomUUID() };
  const [sessionId, version] = 'sessionId' in asker ? [asker.sessionId, null] : [null, asker.credentialVersion];
  await manager.query('DELETE FROM data_downloads WHERE user_id = ? AND expires_at <= UTC_TIMESTAMP(3)', [userId]);
  try {
    await manager.query(
      `INSERT INTO data_downloads (user_id, claimed_by, expires_at, session_id, credential_version)
       SELECT id, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND, ?, ? FROM users WHERE id = ?`,
      [claim.claimedBy, LEASE_SECONDS, sessionId, version, userId],
    );
    return claim;
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}

/** Renews the claim; returns false when it is lost, or the session or credentials have ended. */
export async function renewDownload(manager: EntityManager, { userId, claimedBy }: DownloadClaim): Promise<boolean> {
  const { affectedRows } = await manager.query(
    `UPDATE data_downloads SET expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE user_id = ? AND claimed_by = ? AND (
       session_id IN (SELECT s.id FROM refresh_sessions s WHERE s.user_id = ?)
       OR credential_version = (SELECT u.credential_version FROM users u WHERE u.id = ?))`,
    [LEASE_SECONDS, userId, claimedBy, userId, userId],
  );
  return affectedRows === 1;
}

/** Gives up the claim at the end of a download. */
export async function releaseDownload(manager: EntityManager, { userId, claimedBy }: DownloadClaim): Promise<void> {
  await manager.query('DELETE FROM data_downloads WHERE user_id = ? AND claimed_by = ?', [userId, claimedBy]);
}

/** Ends the download of an account that is deleted. */
export async function deleteDownload(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM data_downloads WHERE user_id = ?', [userId]);
}

/** The running downloads, one for each account. */
export class DataDownloads1700000001016 implements MigrationInterface {
  name = 'DataDownloads1700000001016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS data_downloads (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        claimed_by CHAR(36) CHARACTER SET ascii NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        KEY data_downloads_expires (expires_at)
      ) ${OPTIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_downloads');
  }
}
