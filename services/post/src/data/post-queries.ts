import type { PostOfAuthor } from '@townsquare/contracts';
import type { ExportRows, Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { Post } from './post.js';

/** A post as a raw query answers it: JSON may come as text, and flags come as numbers. */
type Row = Omit<Post, 'isPrivate' | 'hashtags' | 'mentions'> & {
  isPrivate: number;
  hashtags: string | Post['hashtags'];
  mentions: string | Post['mentions'];
};

const COLUMNS = `p.id, p.user_id AS userId, p.content, p.media_id AS mediaId, p.media_url AS mediaUrl,
  p.media_width AS mediaWidth, p.media_height AS mediaHeight, p.is_private AS isPrivate, p.hashtags, p.mentions,
  p.created_at AS createdAt, p.updated_at AS updatedAt, p.version`;

/** The posts with these ids, in no order. Those that do not exist are left out. */
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

/** Which posts these people have, in no order. */
export async function postsBy(manager: EntityManager, authorIds: string[]): Promise<PostOfAuthor[]> {
  const rows: { postId: string; authorId: string; isPrivate: number }[] = await manager.query(
    'SELECT id AS postId, user_id AS authorId, is_private AS isPrivate FROM posts WHERE user_id IN (?)',
    [authorIds],
  );
  return rows.map((row) => ({ ...row, isPrivate: row.isPrivate === 1 }));
}

/** A person's posts, newest first, after a position; the private ones too, or not. */
export async function listUserPosts(
  manager: EntityManager,
  userId: string,
  options: { includePrivate: boolean; after: Position | undefined; limit: number },
): Promise<Post[]> {
  const [after, values] = afterPosition('p.created_at', 'p.id', options.after);
  const privacy = options.includePrivate ? '' : 'AND p.is_private = 0';
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM posts p WHERE p.user_id = ? ${privacy} ${after}
     ORDER BY p.created_at DESC, p.id DESC LIMIT ?`,
    [userId, ...values, options.limit],
  );
  return rows.map(toPost);
}

/** The posts with a hashtag, newest first, after a position, whoever may see them. */
export async function listTaggedPosts(
  manager: EntityManager,
  tag: string,
  options: { after: Position | undefined; limit: number },
): Promise<Post[]> {
  const [after, values] = afterPosition('h.created_at', 'h.post_id', options.after);
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM post_hashtags h JOIN posts p ON p.id = h.post_id AND p.user_id = h.user_id
     WHERE h.tag = ? ${after} ORDER BY h.created_at DESC, h.post_id DESC LIMIT ?`,
    [tag, ...values, options.limit],
  );
  return rows.map(toPost);
}

/** Where in a list a post stands. */
export function positionOf(post: Post): Position {
  return { createdAt: post.createdAt, id: post.id };
}

function afterPosition(createdAt: string, id: string, after: Position | undefined): [string, unknown[]] {
  if (!after) return ['', []];
  const condition = `AND ${createdAt} <= ? AND (${createdAt} < ? OR ${id} < ?)`;
  return [condition, [after.createdAt, after.createdAt, after.id]];
}

function toPost(row: Row): Post {
  return { ...row, isPrivate: row.isPrivate === 1, hashtags: parsed(row.hashtags), mentions: parsed(row.mentions) };
}

/** MySQL answers JSON parsed, MariaDB as text. */
function parsed<T>(value: string | T): T {
  return typeof value === 'string' ? (JSON.parse(value) as T) : value;
}
