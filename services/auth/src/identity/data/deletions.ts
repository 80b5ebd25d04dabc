import type { Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { pendingServices } from '../domain/deletion-progress.js';
import { DeletionAnswerEntity, DeletionEntity } from './entities.js';

/** The progress of the deletion of an account. */
export interface Deletion {
  userId: string;
  requestedAt: Date;
  completedAt: Date | null;
  purged: { service: string; purgedAt: Date }[];
}

export async function insertDeletion(tx: Transaction, userId: string): Promise<Deletion> {
  const row = { userId, requestedAt: new Date(), completedAt: null };
  await tx.manager.insert(DeletionEntity, row);
  return { ...row, purged: [] };
}

/** Records that a service has deleted the account's data; the last service completes the deletion. */
export async function noteAnswer(tx: Transaction, userId: string, service: string): Promise<void> {
  // Services finish at the same time. The lock makes each wait for the one before, so that the last one sees them all.
  const where = { userId };
  const deletion = await tx.manager.findOne(DeletionEntity, { where, lock: { mode: 'pessimistic_write' } });
  if (!deletion) return;
  await tx.manager.query('INSERT IGNORE INTO deletion_answers (user_id, service, purged_at) VALUES (?, ?, ?)', [
    userId,
    service,
    new Date(),
  ]);
  if (deletion.completedAt) return;
  const answers = await tx.manager.findBy(DeletionAnswerEntity, { userId });
  if (pendingServices(answers.map((answer) => answer.service)).length > 0) return;
  await tx.manager.update(DeletionEntity, { userId }, { completedAt: new Date() });
}

export async function findDeletion(manager: EntityManager, userId: string): Promise<Deletion | null> {
  const deletion = await manager.findOneBy(DeletionEntity, { userId });
  if (!deletion) return null;
  const purged = await manager.find(DeletionAnswerEntity, { where: { userId }, order: { service: 'ASC' } });
  return { ...deletion, purged: purged.map(({ service, purgedAt }) => ({ service, purgedAt })) };
}
