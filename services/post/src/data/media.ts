import { claimByLease, type Database, orderAfterPosition, type Position, type WorkTable } from '@townsquare/kit';
import { type EntityManager, In, IsNull } from 'typeorm';
import { Media } from './entities.js';

/** An image, and what decides who may see it. */
export interface MediaFacts {
  userId: string;
  storageKey: string;
  /** Null while no post has the image. */
  postId: string | null;
  isPrivate: boolean;
}

/** The image and the privacy of its post; undefined when the image does not exist. */
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
  const query = manager.createQueryBuilder(Media, 'media').where('media.userId = :userId', { userId }).limit(limit);
  return orderAfterPosition(query, after, 'DESC', { createdAt: 'media.createdAt', id: 'media.id' }).getMany();
}

/** Up to `limit` images that no post has, uploaded at least `hours` ago, the oldest first. */
export function findStaleMedia(manager: EntityManager, hours: number, limit: number): Promise<Media[]> {
  return manager
    .createQueryBuilder(Media, 'media')
    .where('media.postId IS NULL AND media.createdAt < UTC_TIMESTAMP(3) - INTERVAL :hours HOUR', { hours })
    .orderBy('media.createdAt')
    .limit(limit)
    .getMany();
}

/** Adds an image that no post has yet; returns it with its id. */
export async function insertMedia(manager: EntityManager, media: Omit<Media, 'id' | 'postId'>): Promise<Media> {
  const row = { ...media, postId: null };
  const { raw } = await manager.createQueryBuilder().insert().into(Media).values(row).updateEntity(false).execute();
  return { ...row, id: String(raw.insertId) };
}

/** An image of this person that no post has, locked until the transaction ends; null when there is none. */
export function lockFreeMedia(manager: EntityManager, userId: string, id: string): Promise<Media | null> {
  return manager.findOne(Media, { where: { id, userId, postId: IsNull() }, lock: { mode: 'pessimistic_write' } });
}

/** Attaches an image, which the transaction has locked, to a post. */
export async function attachMedia(manager: EntityManager, media: Media, postId: string): Promise<void> {
  await manager.update(Media, { id: media.id }, { postId });
}

/** Deletes the images of these posts of a person. The media cleaner deletes their files. */
export async function deleteMediaOf(manager: EntityManager, userId: string, postIds: string[]): Promise<void> {
  await deleteMedia(manager, await manager.find(Media, { where: { userId, postId: In(postIds) } }));
}

/** Deletes up to `limit` images of a person that no post has; returns how many. */
export async function deleteFreeMedia(manager: EntityManager, userId: string, limit: number): Promise<number> {
  const media = await manager.find(Media, {
    where: { userId, postId: IsNull() },
    lock: { mode: 'pessimistic_write' },
    take: limit,
  });
  await deleteMedia(manager, media);
  return media.length;
}

/** Deletes images and notes their files for removal. The files go later: the image store takes part in no transaction. */
export async function deleteMedia(manager: EntityManager, media: Media[]): Promise<void> {
  for (const { userId, storageKey } of media) await noteRemoval(manager, userId, storageKey, 0);
  if (media.length > 0) await manager.delete(Media, { id: In(media.map(({ id }) => id)) });
}

/** Lets the media cleaner remove a file after `delaySeconds`, unless `forgetRemoval` comes first. */
export async function noteRemoval(
  manager: EntityManager,
  userId: string,
  storageKey: string,
  delaySeconds: number,
): Promise<void> {
  await manager.query(
    `INSERT INTO media_removals (storage_key, user_id, due_at)
     VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND) ON DUPLICATE KEY UPDATE due_at = VALUES(due_at)`,
    [storageKey, userId, delaySeconds],
  );
}

export async function forgetRemoval(manager: EntityManager, storageKey: string): Promise<void> {
  await manager.query('DELETE FROM media_removals WHERE storage_key = ?', [storageKey]);
}

const REMOVALS: WorkTable = { name: 'media_removals', until: 'due_at', order: 'due_at', columns: 'storage_key' };

/**
 * Claims files whose removal is due, the longest due first, and returns their keys. A claim holds for `leaseSeconds`; a file
 * that is not removed by then is due again.
 */
export async function claimRemovals(database: Database, limit: number, leaseSeconds: number): Promise<string[]> {
  const rows = await claimByLease<{ storage_key: string }>(database, REMOVALS, limit, leaseSeconds);
  return rows.map((row) => row.storage_key);
}

/** Up to `limit` of a person's files that are to be removed. `underWay` says that the upload may not have ended yet. */
export async function findRemovals(
  manager: EntityManager,
  userId: string,
  limit: number,
): Promise<{ key: string; underWay: boolean }[]> {
  const rows: { storage_key: string; under_way: number | string }[] = await manager.query(
    `SELECT storage_key, due_at > UTC_TIMESTAMP(3) AND claimed_by IS NULL AS under_way FROM media_removals
     WHERE user_id = ? ORDER BY due_at LIMIT ?`,
    [userId, limit],
  );
  return rows.map((row) => ({ key: row.storage_key, underWay: Number(row.under_way) === 1 }));
}
