import type { Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Budget } from '../domain/sign-in-budgets.js';

/** For how many seconds a budget stays used up; 0 for one that is not. */
type Wait = number;

/**
 * Counts an attempt against all its budgets and returns the longest wait. It is counted before it is made, so that concurrent
 * attempts are limited like successive ones.
 */
export async function countAttempt({ manager }: Transaction, budgets: Budget[]): Promise<Wait> {
  // In one order, so that two attempts that share rows cannot deadlock.
  const sorted = [...budgets].sort((one, other) => one.subject.compare(other.subject));
  const rows = sorted.map(() => '(?, 1, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)').join(', ');
  await manager.query(
    `INSERT INTO sign_in_attempts (subject, attempts, expires_at) VALUES ${rows}
     ON DUPLICATE KEY UPDATE
       attempts = IF(expires_at <= UTC_TIMESTAMP(3), 1, attempts + 1),
       expires_at = IF(expires_at <= UTC_TIMESTAMP(3), VALUES(expires_at), expires_at)`,
    sorted.flatMap(({ subject, seconds }) => [subject, seconds]),
  );
  const counted: { subject: Buffer; attempts: number; left: string }[] = await manager.query(
    `SELECT subject, attempts, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), expires_at) AS \`left\`
     FROM sign_in_attempts WHERE subject IN (?)`,
    [sorted.map(({ subject }) => subject)],
  );
  const waits = counted.map(({ subject, attempts, left }) => {
    const { attempts: most } = budgets.find((one) => one.subject.equals(subject))!;
    return attempts > most ? Math.max(1, Math.ceil(Number(left) / 1e6)) : 0;
  });
  return Math.max(0, ...waits);
}

/** Takes back an attempt that did not fail. */
export async function forgiveAttempt({ manager }: Transaction, budgets: Budget[]): Promise<void> {
  await manager.query('UPDATE sign_in_attempts SET attempts = attempts - 1 WHERE subject IN (?) AND attempts > 0', [
    budgets.map(({ subject }) => subject),
  ]);
}

/** Deletes the counted attempts of these budgets. */
export async function forgetAttempts(manager: EntityManager, budgets: Budget[]): Promise<void> {
  await manager.query('DELETE FROM sign_in_attempts WHERE subject IN (?)', [budgets.map(({ subject }) => subject)]);
}
