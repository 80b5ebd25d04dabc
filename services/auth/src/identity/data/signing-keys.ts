import { isDuplicate } from '@townsquare/kit';
import { type EntityManager, In, LessThan } from 'typeorm';
import { SigningKeyEntity } from './entities.js';

/** Returns the signing keys, the newest first. */
export function findSigningKeys(manager: EntityManager): Promise<SigningKeyEntity[]> {
  return manager.find(SigningKeyEntity, { order: { generation: 'DESC' } });
}

/** Stores the key of a generation, unless another instance has stored one already. */
export async function insertSigningKey(manager: EntityManager, key: SigningKeyEntity): Promise<void> {
  try {
    await manager.insert(SigningKeyEntity, key);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

export async function deleteSigningKeys(manager: EntityManager, generations: number[]): Promise<void> {
  if (generations.length > 0) await manager.delete(SigningKeyEntity, { generation: In(generations) });
}

/** Deletes every key that is older than a generation. */
export async function deleteSigningKeysBefore(manager: EntityManager, generation: number): Promise<void> {
  await manager.delete(SigningKeyEntity, { generation: LessThan(generation) });
}
