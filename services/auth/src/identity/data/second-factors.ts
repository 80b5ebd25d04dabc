import type { EntityManager } from 'typeorm';
import { recoveryHash } from '../domain/second-factor.js';
import type { UserEntity } from './entities.js';

/** An account's second factor. It counts once it was confirmed with a first code. */
export interface SecondFactor {
  /** Encrypted; see `SecretBox`. */
  secret: Buffer;
  isConfirmed: boolean;
}

/** An account's second factor. One that was not confirmed is none once the account's credentials have changed. */
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

/** Keeps a secret that is to be confirmed, in place of one that never was. */
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

/** Turns on the second factor with this secret; false when that one no longer waits to be confirmed. */
export async function markSecondFactorConfirmed(
  manager: EntityManager,
  userId: string,
  secret: Buffer,
): Promise<boolean> {
  const statement =
    'UPDATE second_factors SET confirmed_at = UTC_TIMESTAMP(3) WHERE user_id = ? AND secret = ? AND confirmed_at IS NULL';
  return (await manager.query(statement, [userId, secret])).affectedRows === 1;
}

/** Uses a step's code up; false when that one, or a later one, was used before. */
export async function useStep(manager: EntityManager, userId: string, step: number): Promise<boolean> {
  const statement = 'UPDATE second_factors SET last_step = ? WHERE user_id = ? AND last_step < ?';
  return (await manager.query(statement, [step, userId, step])).affectedRows === 1;
}

/** Uses a recovery code up; false when the account has none such. */
export async function useRecoveryCode(manager: EntityManager, userId: string, code: string): Promise<boolean> {
  const statement = 'DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?';
  return (await manager.query(statement, [userId, recoveryHash(code)])).affectedRows === 1;
}

/** Keeps the digests of new recovery codes, in place of all that the account had. */
export async function replaceRecoveryCodes(manager: EntityManager, userId: string, codes: string[]): Promise<void> {
  await manager.query('DELETE FROM recovery_codes WHERE user_id = ?', [userId]);
  const rows = codes.map(() => '(?, ?)').join(', ');
  const values = codes.flatMap((code) => [userId, recoveryHash(code)]);
  await manager.query(`INSERT INTO recovery_codes (user_id, code_hash) VALUES ${rows}`, values);
}

/** Deletes an account's second factor with its recovery codes; false when it had none that was confirmed. */
export async function deleteSecondFactor(manager: EntityManager, userId: string): Promise<boolean> {
  const wasOn = await hasSecondFactor(manager, userId);
  for (const table of ['second_factors', 'recovery_codes'])
    await manager.query(`DELETE FROM ${table} WHERE user_id = ?`, [userId]);
  return wasOn;
}
