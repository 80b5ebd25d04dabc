import type { PostOfAuthor } from '@townsquare/contracts';
import { afterPosition, type ExportRows, type Position } from '@townsquare/kit';
import { hashtagKeys } from '@townsquare/text';
import type { EntityManager } from 'typeorm';
import { Post } from './entities.js';
import { deleteMediaOf } from './media.js';

/** A post as a raw query returns it: JSON may come as text, and flags come as numbers. */
type Row = Omit<Post, 'isPrivate' | 'hashtags' | 'mentions'> & {
  isPrivate: number;
  hashtags: string | Post['hashtags'];
  mentions: string | Post['mentions'];
};

const COLUMNS = `p.id, p.user_id AS userId, p.content, p.media_id AS mediaId, p.media_url AS mediaUrl,
  p.media_width AS mediaWidth, p.media_height AS mediaHeight, p.is_private AS isPrivate, p.hashtags, p.mentions,
  p.created_at AS createdAt, p.updated_at AS updatedAt, p.version`;

/** The posts with these ids, in no order, without those that do not exist. */
export async function findPosts(manager: EntityManager, ids: string[]): Promise<Post[]> {
  if (ids.length === 0) return [];
  const rows: Row[] = await manager.query(`SELECT ${COLUMNS} FROM posts p WHERE p.id IN (?)`, [ids]);
  return rows.map(toPost);
}

/** Posts in the order of their ids. */
export async function postsInOrder(manager: EntityManager, { after, through, limit }: ExportRows): Promise<Post[]> {
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM posts p WHERE p.id > ? AND p.id <= ? ORDER BY p.id LIMIT ?`,
    [after, through, limit],
  );
  return rows.map(toPost);
}

/** The next posts of an author in the order of their ids. */
export async function nextPostsBy(
  manager: EntityManager,
  authorId: string,
  after: string,
  limit: number,
): Promise<Post[]> {
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM posts p WHERE p.user_id = ? AND p.id > ? ORDER BY p.id LIMIT ?`,
    [authorId, after, limit],
  );
  return rows.map(toPost);
}

/** The posts of these authors, in no order. */
export async function postsBy(manager: EntityManager, authorIds: string[]): Promise<PostOfAuthor[]> {
  const rows: { postId: string; authorId: string; isPrivate: number }[] = await manager.query(
    'SELECT id AS postId, user_id AS authorId, is_private AS isPrivate FROM posts WHERE user_id IN (?)',
    [authorIds],
  );
  return rows.map((row) => ({ ...row, isPrivate: row.isPrivate === 1 }));
}

/** A person's posts, newest first, after a position, with the private ones or without. */
export async function listUserPosts(
  manager: EntityManager,
  userId: string,
  options: { includePrivate: boolean; after: Position | undefined; limit: number },
): Promise<Post[]> {
  const [after, values] = afterPosition(options.after, 'DESC', { createdAt: 'p.created_at', id: 'p.id' });
  const privacy = options.includePrivate ? '' : 'AND p.is_private = 0';
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM posts p WHERE p.user_id = ? ${privacy} AND ${after}
     ORDER BY p.created_at DESC, p.id DESC LIMIT ?`,
    [userId, ...values, options.limit],
  );
  return rows.map(toPost);
}

/** The posts with a hashtag, newest first, after a position, without regard to who may see them. */
export async function listTaggedPosts(
  manager: EntityManager,
  tag: string,
  options: { after: Position | undefined; limit: number },
): Promise<Post[]> {
  const [after, values] = afterPosition(options.after, 'DESC', { createdAt: 'h.created_at', id: 'h.post_id' });
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM post_hashtags h JOIN posts p ON p.id = h.post_id AND p.user_id = h.user_id
     WHERE h.tag = ? AND ${after} ORDER BY h.created_at DESC, h.post_id DESC LIMIT ?`,
    [tag, ...values, options.limit],
  );
  return rows.map(toPost);
}

/** The position of a post in a list. */
export function positionOf(post: Post): Position {
  return { createdAt: post.createdAt, id: post.id };
}

/** Up to `limit` posts of a person, locked until the transaction ends. */
export function lockSomePosts(manager: EntityManager, userId: string, limit: number): Promise<Post[]> {
  return manager.find(Post, { where: { userId }, lock: { mode: 'pessimistic_write' }, take: limit });
}

/** Up to `limit` of the posts that mention a person. */
export async function findMentioning(
  manager: EntityManager,
  mentionedId: string,
  limit: number,
): Promise<{ postId: string; authorId: string }[]> {
  return manager.query('SELECT post_id AS postId, user_id AS authorId FROM mentions WHERE mentioned_id = ? LIMIT ?', [
    mentionedId,
    limit,
  ]);
}

/** Adds a post, its hashtags and mentions; returns it with its id. */
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

/** The post, locked until the transaction ends; null when it does not exist, or does no more. */
export function lockPost(manager: EntityManager, userId: string, id: string): Promise<Post | null> {
  return manager.findOne(Post, { where: { userId, id }, lock: { mode: 'pessimistic_write' } });
}

/** Writes a changed post, which the transaction has locked, with its next version; returns it. */
export async function updatePost(manager: EntityManager, changed: Post): Promise<Post> {
  const post = { ...changed, version: String(Number(changed.version) + 1) };
  const { id, userId, ...columns } = post;
  await manager.update(Post, { id, userId }, columns);
  await deleteTags(manager, userId, [id]);
  await insertTags(manager, post);
  return post;
}

/** Deletes posts of one author, which the transaction has locked, and their images, hashtags and mentions. */
export async function deletePosts(manager: EntityManager, userId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await deleteMediaOf(manager, userId, ids);
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
    // A text may mention a person by two names.
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

function toPost(row: Row): Post {
  return { ...row, isPrivate: row.isPrivate === 1, hashtags: parsed(row.hashtags), mentions: parsed(row.mentions) };
}

/** MySQL returns JSON parsed, MariaDB as text. */
function parsed<T>(value: string | T): T {
  return typeof value === 'string' ? (JSON.parse(value) as T) : value;
}
