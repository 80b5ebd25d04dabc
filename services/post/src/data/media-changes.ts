import { type EntityManager, In, IsNull } from 'typeorm';
import { Media } from './media.js';

/** Adds an image that no post has taken yet; answers it with its id. */
export async function insertMedia(manager: EntityManager, media: Omit<Media, 'id' | 'postId'>): Promise<Media> {
  const row = { ...media, postId: null };
  const { raw } = await manager.createQueryBuilder().insert().into(Media).values(row).updateEntity(false).execute();
  return { ...row, id: String(raw.insertId) };
}

/** An image of this person that no post has taken, for this transaction to use; null where there is none. */
export function lockFreeMedia(manager: EntityManager, userId: string, id: string): Promise<Media | null> {
  return manager.findOne(Media, { where: { id, userId, postId: IsNull() }, lock: { mode: 'pessimistic_write' } });
}

/** Gives an image that the transaction has locked to a post. */
export async function attachMedia(manager: EntityManager, media: Media, postId: string): Promise<void> {
  await manager.update(Media, { id: media.id }, { postId });
}

/** Deletes the images of some of a person's posts; their files follow. */
export async function removeMediaOf(manager: EntityManager, userId: string, postIds: string[]): Promise<void> {
  await removeMedia(manager, await manager.find(Media, { where: { userId, postId: In(postIds) } }));
}

/** Deletes up to `limit` images of a person that no post has taken; answers how many. */
export async function removeFreeMedia(manager: EntityManager, userId: string, limit: number): Promise<number> {
  const media = await manager.find(Media, {
    where: { userId, postId: IsNull() },
    lock: { mode: 'pessimistic_write' },
    take: limit,
  });
  await removeMedia(manager, media);
  return media.length;
}

/** Deletes images and notes their files for removal, in one transaction: the image store takes part in none. */
export async function removeMedia(manager: EntityManager, media: Media[]): Promise<void> {
  for (const { userId, storageKey } of media) await noteRemoval(manager, userId, storageKey, 0);
  if (media.length > 0) await manager.delete(Media, { id: In(media.map(({ id }) => id)) });
}

/** Has a file removed once `delaySeconds` have passed, unless `forgetRemoval` comes first. */
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
