import { hashtagKeys } from '@townsquare/text';
import type { EntityManager } from 'typeorm';
import { removeMediaOf } from './media-changes.js';
import { Post } from './post.js';

/** Adds a post, its hashtags and mentions; answers it with its id. */
export async function insertPost(manager: EntityManager, post: Omit<Post, 'id'>): Promise<Post> {
  const { insertId }: { insertId: number | string } = await manager.query(
    `INSERT INTO posts (user_id, content, media_id, media_url, media_width, media_height, is_private, hashtags, mentions,
       created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      post.userId,
      post.content,
      post.mediaId,
      post.mediaUrl,
      post.mediaWidth,
      post.mediaHeight,
      post.isPrivate ? 1 : 0,
      JSON.stringify(post.hashtags),
      JSON.stringify(post.mentions),
      post.createdAt,
      post.updatedAt,
      post.version,
    ],
  );
  const added = { ...post, id: String(insertId) };
  await insertTags(manager, added);
  return added;
}

/** The post, for this transaction to change; null where there is none, or none any more. */
export function lockPost(manager: EntityManager, userId: string, id: string): Promise<Post | null> {
  return manager.findOne(Post, { where: { userId, id }, lock: { mode: 'pessimistic_write' } });
}

/** Writes a changed post, which the transaction has locked, under its next version; answers it. */
export async function updatePost(manager: EntityManager, changed: Post): Promise<Post> {
  const post = { ...changed, version: String(Number(changed.version) + 1) };
  const { id, userId, ...columns } = post;
  await manager.update(Post, { id, userId }, columns);
  await deleteTags(manager, userId, [id]);
  await insertTags(manager, post);
  return post;
}

/** Deletes posts of one person, which the transaction has locked, with all that hangs on them. */
export async function deletePosts(manager: EntityManager, userId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await removeMediaOf(manager, userId, ids);
  await deleteTags(manager, userId, ids);
  await manager.query('DELETE FROM posts WHERE user_id = ? AND id IN (?)', [userId, ids]);
}

async function insertTags(manager: EntityManager, post: Post): Promise<void> {
  const tags = hashtagKeys(post.hashtags);
  if (tags.length > 0) {
    const rows = tags.map((tag) => [tag, post.createdAt, post.id, post.userId]);
    await manager.query('INSERT INTO post_hashtags (tag, created_at, post_id, user_id) VALUES ?', [rows]);
  }
  if (post.mentions.length > 0) {
    // Somebody may be mentioned by two names.
    const mentioned = new Set(post.mentions.map(({ userId }) => userId));
    const rows = [...mentioned].map((userId) => [post.userId, post.id, userId]);
    await manager.query('INSERT INTO mentions (user_id, post_id, mentioned_id) VALUES ?', [rows]);
  }
}

async function deleteTags(manager: EntityManager, userId: string, postIds: string[]): Promise<void> {
  for (const table of ['post_hashtags', 'mentions']) {
    await manager.query(`DELETE FROM ${table} WHERE user_id = ? AND post_id IN (?)`, [userId, postIds]);
  }
}
