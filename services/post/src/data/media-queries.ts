import type { Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { Media } from './media.js';

/** An image with what decides who may see it. */
export interface MediaFacts {
  userId: string;
  storageKey: string;
  /** Null while no post has taken it. */
  postId: string | null;
  isPrivate: boolean;
}

/** The image and the privacy of its post; undefined where there is no such image. */
export async function findMediaFacts(manager: EntityManager, id: string): Promise<MediaFacts | undefined> {
  const [row]: (Omit<MediaFacts, 'isPrivate'> & { isPrivate: number | null })[] = await manager.query(
    `SELECT m.user_id AS userId, m.storage_key AS storageKey, p.id AS postId, p.is_private AS isPrivate
     FROM media m LEFT JOIN posts p ON p.id = m.post_id AND p.user_id = m.user_id WHERE m.id = ?`,
    [id],
  );
  return row && { ...row, isPrivate: row.isPrivate !== 0 };
}

/** The images that a person uploaded, the latest first, after a position. */
export function listOwnMedia(
  manager: EntityManager,
  userId: string,
  after: Position | undefined,
  limit: number,
): Promise<Media[]> {
  const query = manager
    .createQueryBuilder(Media, 'media')
    .where('media.userId = :userId', { userId })
    .orderBy('media.createdAt', 'DESC')
    .addOrderBy('media.id', 'DESC')
    .limit(limit);
  if (after) {
    query
      .andWhere('media.createdAt <= :at', { at: after.createdAt })
      .andWhere('(media.createdAt < :at OR media.id < :id)', { id: after.id });
  }
  return query.getMany();
}
