import type { ProfileStatus } from '@townsquare/contracts';
import { isHidden } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { Facts } from '../domain/dueness.js';
import type { Kind, TargetType } from '../domain/kinds.js';
import { followsOf } from './relations.js';

/** What identifies a notification. */
export interface Present {
  id: string;
  userId: string;
  kind: Kind;
  actorId: string;
  targetType: TargetType;
  targetId: string;
}

const COLUMNS = `id, user_id AS userId, kind, actor_id AS actorId, target_type AS targetType, target_id AS targetId`;

/** The notifications of some kinds about targets of one type that meet a condition. */
export function presentWhere(
  manager: EntityManager,
  kinds: Kind[],
  targetType: TargetType,
  condition: string,
  values: unknown[],
): Promise<Present[]> {
  return manager.query(`SELECT ${COLUMNS} FROM notifications WHERE target_type = ? AND kind IN (?) AND ${condition}`, [
    targetType,
    kinds,
    ...values,
  ]);
}

export async function removePresent(manager: EntityManager, { id, userId }: Present): Promise<void> {
  await manager.query('DELETE FROM notifications WHERE id = ? AND user_id = ?', [id, userId]);
}

/** What this service knows of these accounts and posts. */
export async function readFacts(manager: EntityManager, people: string[], postIds: string[]): Promise<Facts> {
  const posts = await readPosts(manager, postIds);
  const ids = [...new Set(['0', ...people, ...[...posts.values()].map(({ authorId }) => authorId)])];
  const statuses: { id: string; status: ProfileStatus; deleted: number }[] = await manager.query(
    'SELECT user_id AS id, status, deleted FROM known_people WHERE user_id IN (?)',
    [ids],
  );
  const blocks: { one: string; other: string; active: number }[] = await manager.query(
    'SELECT blocker_id AS one, blocked_id AS other, active FROM known_blocks WHERE blocker_id IN (?) AND blocked_id IN (?)',
    [ids, ids],
  );
  const mutes: { one: string; other: string }[] = await manager.query(
    'SELECT muter_id AS one, muted_id AS other FROM known_mutes WHERE muter_id IN (?) AND muted_id IN (?)',
    [ids, ids],
  );
  const words: { id: string }[] = await manager.query(
    'SELECT user_id AS id FROM known_muted_words WHERE user_id IN (?)',
    [ids],
  );
  const choices: { id: string; kind: Kind }[] = await manager.query(
    'SELECT user_id AS id, kind FROM preferences WHERE user_id IN (?)',
    [ids],
  );
  const authors = [...new Set(['0', ...[...posts.values()].map(({ authorId }) => authorId)])];
  const follows = await followsOf(manager, ids, authors);
  return toFacts({ posts, statuses, blocks, mutes, words, choices, follows });
}

type Posts = Map<string, NonNullable<ReturnType<Facts['post']>>>;

async function readPosts(manager: EntityManager, postIds: string[]): Promise<Posts> {
  const rows: {
    id: string;
    author_id: string;
    is_private: unknown;
    version: string;
    turned: unknown;
    deleted: number;
  }[] = await manager.query(
    `SELECT p.post_id AS id, p.author_id, p.is_private OR COALESCE(a.is_private, 0) AS is_private, p.version,
         c.user_id IS NOT NULL AS turned, p.deleted
       FROM known_posts p LEFT JOIN known_people a ON a.user_id = p.author_id
       LEFT JOIN privacy_changes c ON c.user_id = p.author_id WHERE p.post_id IN (?)`,
    [['0', ...postIds]],
  );
  const toPost = (row: (typeof rows)[number]) => ({
    authorId: row.author_id,
    isPrivate: Number(row.is_private) === 1,
    edited: Number(row.version) > 1,
    turned: Number(row.turned) === 1,
    deleted: row.deleted === 1,
  });
  return new Map(rows.map((row) => [row.id, toPost(row)]));
}

function toFacts(read: {
  posts: Posts;
  statuses: { id: string; status: ProfileStatus; deleted: number }[];
  blocks: { one: string; other: string; active: number }[];
  mutes: { one: string; other: string }[];
  words: { id: string }[];
  choices: { id: string; kind: Kind }[];
  follows: { followerId: string; followingId: string; active: boolean }[];
}): Facts {
  const gone = new Set(read.statuses.filter(({ deleted }) => deleted === 1).map(({ id }) => id));
  const hidden = new Set(read.statuses.filter(isHidden).map(({ id }) => id));
  const blocks = new Map(read.blocks.map(({ one, other, active }) => [`${one} ${other}`, active === 1]));
  const mutes = new Set(read.mutes.map(({ one, other }) => `${one} ${other}`));
  const words = new Set(read.words.map(({ id }) => id));
  const choices = new Set(read.choices.map(({ id, kind }) => `${id} ${kind}`));
  const follows = new Map(read.follows.map((one) => [`${one.followerId} ${one.followingId}`, one.active]));
  const standing = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'standing' : 'ended');
  return {
    isGone: (userId) => gone.has(userId),
    isHidden: (userId) => hidden.has(userId),
    post: (postId) => read.posts.get(postId),
    block: (one, other) => {
      const [there, back] = [blocks.get(`${one} ${other}`), blocks.get(`${other} ${one}`)];
      return standing(there || back || (there ?? back));
    },
    hasMuted: (one, other) => mutes.has(`${one} ${other}`),
    hasMutedWords: (userId) => words.has(userId),
    follow: (followerId, followingId) => standing(follows.get(`${followerId} ${followingId}`)),
    hasChosen: (userId, kind) => choices.has(`${userId} ${kind}`),
  };
}
