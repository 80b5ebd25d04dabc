import type { EntityManager } from 'typeorm';
import { recoveryHash } from '../domain/second-factor.js';

/** An account's second factor. It counts once it was confirmed with a first code. */
export interface SecondFactor {
  /** Encrypted; see `SecretBox`. */
  secret: Buffer;
  isConfirmed: boolean;
}

export async function findSecondFactor(manager: EntityManager, userId: string): Promise<SecondFactor | undefined> {
  const [row] = await manager.query('SELECT secret, confirmed_at FROM second_factors WHERE user_id = ?', [userId]);
  return row && { secret: row.secret, isConfirmed: row.confirmed_at !== null };
}

export async function hasSecondFactor(manager: EntityManager, userId: string): Promise<boolean> {
  return (await findSecondFactor(manager, userId))?.isConfirmed ?? false;
}

/** Keeps a secret that is to be confirmed, in place of one that never was. */
export async function insertSecondFactor(manager: EntityManager, userId: string, secret: Buffer): Promise<void> {
  await manager.query('DELETE FROM second_factors WHERE user_id = ? AND confirmed_at IS NULL', [userId]);
  await manager.query('INSERT INTO second_factors (user_id, secret, last_step) VALUES (?, ?, 0)', [userId, secret]);
}

export async function confirmSecondFactor(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('UPDATE second_factors SET confirmed_at = UTC_TIMESTAMP(3) WHERE user_id = ?', [userId]);
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

export async function deleteSecondFactor(manager: EntityManager, userId: string): Promise<void> {
  for (const table of ['second_factors', 'recovery_codes'])
    await manager.query(`DELETE FROM ${table} WHERE user_id = ?`, [userId]);
}
