import { randomUUID } from 'node:crypto';
import { isDuplicate } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';

/** The right to be a person's only download. */
export interface DownloadClaim {
  userId: string;
  claimedBy: string;
}

/** A download that has shown no life for so long was cut off. */
const LEASE_SECONDS = 60;

/** Claims the place of a person's only download; undefined while another has it. */
export async function claimDownload(manager: EntityManager, userId: string): Promise<DownloadClaim | undefined> {
  const claim = { userId, claimedBy: randomUUID() };
  await manager.query('DELETE FROM data_downloads WHERE user_id = ? AND expires_at <= UTC_TIMESTAMP(3)', [userId]);
  try {
    await manager.query(
      `INSERT INTO data_downloads (user_id, claimed_by, expires_at)
       VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
      [userId, claim.claimedBy, LEASE_SECONDS],
    );
    return claim;
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}

/** Shows that a download is alive; false when it has lost its place, or the account is deleted. */
export async function renewDownload(manager: EntityManager, { userId, claimedBy }: DownloadClaim): Promise<boolean> {
  const { affectedRows } = await manager.query(
    `UPDATE data_downloads SET expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE user_id = ? AND claimed_by = ?`,
    [LEASE_SECONDS, userId, claimedBy],
  );
  return affectedRows === 1;
}

/** Gives the place of a download that has ended to the next. */
export async function releaseDownload(manager: EntityManager, { userId, claimedBy }: DownloadClaim): Promise<void> {
  await manager.query('DELETE FROM data_downloads WHERE user_id = ? AND claimed_by = ?', [userId, claimedBy]);
}

/** Ends the download of somebody whose account goes. */
export async function deleteDownload(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM data_downloads WHERE user_id = ?', [userId]);
}
