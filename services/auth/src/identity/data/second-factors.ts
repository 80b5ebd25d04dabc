import type { EntityManager } from 'typeorm';
import { recoveryHash } from '../domain/second-factor.js';
import type { UserEntity } from './entities.js';

/** The second factor of an account, which is on once it is confirmed with a first code. */
export interface SecondFactor {
  /** Encrypted; see `SecretBox`. */
  secret: Buffer;
  isConfirmed: boolean;
}

/** Returns an account's second factor. An unconfirmed one is void once the account's credentials have changed. */
export async function findSecondFactor(manager: EntityManager, userId: string): Promise<SecondFactor | undefined> {
  const [row] = await manager.query(
    `SELECT f.secret, f.confirmed_at FROM second_factors f JOIN users u ON u.id = f.user_id
     WHERE f.user_id = ? AND (f.confirmed_at IS NOT NULL OR f.credential_version = u.credential_version)`,
    [userId],
  );
  return row && { secret: row.secret, isConfirmed: row.confirmed_at !== null };
}

export async function hasSecondFactor(manager: EntityManager, userId: string): Promise<boolean> {
  return (await findSecondFactor(manager, userId))?.isConfirmed ?? false;
}

/** Stores a secret to be confirmed, in place of an unconfirmed one. */
export async function insertSecondFactor(
  manager: EntityManager,
  { id, credentialVersion }: Pick<UserEntity, 'id' | 'credentialVersion'>,
  secret: Buffer,
): Promise<void> {
  await manager.query('DELETE FROM second_factors WHERE user_id = ? AND confirmed_at IS NULL', [id]);
  await manager.query(
    'INSERT INTO second_factors (user_id, secret, last_step, credential_version) VALUES (?, ?, 0, ?)',
    [id, secret, credentialVersion],
  );
}

/** Turns on the second factor with this secret; returns false when it is no longer waiting to be confirmed. */
export async function markSecondFactorConfirmed(
  manager: EntityManager,
  userId: string,
  secret: Buffer,
): Promise<boolean> {
  const statement =
    'UPDATE second_factors SET confirmed_at = UTC_TIMESTAMP(3) WHERE user_id = ? AND secret = ? AND confirmed_at IS NULL';
  return (await manager.query(statement, [userId, secret])).affectedRows === 1;
}

/** Uses up the code of a time step; returns false when that code or a later one was used before. */
export async function useStep(manager: EntityManager, userId: string, step: number): Promise<boolean> {
  const statement = 'UPDATE second_factors SET last_step = ? WHERE user_id = ? AND last_step < ?';
  return (await manager.query(statement, [step, userId, step])).affectedRows === 1;
}

/** Uses up a recovery code; returns false when the account does not have it. */
export async function useRecoveryCode(manager: EntityManager, userId: string, code: string): Promise<boolean> {
  const statement = 'DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?';
  return (await manager.query(statement, [userId, recoveryHash(code)])).affectedRows === 1;
}

/** Stores the digests of new recovery codes, in place of all old ones. */
export async function replaceRecoveryCodes(manager: EntityManager, userId: string, codes: string[]): Promise<void> {
  await manager.query('DELETE FROM recovery_codes WHERE user_id = ?', [userId]);
  const rows = codes.map(() => '(?, ?)').join(', ');
  const values = codes.flatMap((code) => [userId, recoveryHash(code)]);
  await manager.query(`INSERT INTO recovery_codes (user_id, code_hash) VALUES ${rows}`, values);
}

/** Deletes an account's second factor and recovery codes; returns whether the second factor was on. */
export async function deleteSecondFactor(manager: EntityManager, userId: string): Promise<boolean> {
  const wasOn = await hasSecondFactor(manager, userId);
  for (const table of ['second_factors', 'recovery_codes'])
    await manager.query(`DELETE FROM ${table} WHERE user_id = ?`, [userId]);
  return wasOn;
}
