import { REACTION_TYPES } from '@townsquare/contracts';
import { createPool, type Pool } from 'mysql2/promise';
import type { Made } from './made.js';

const NOBODY = '0';

/** What is counted of people and posts, in all. */
export interface Totals {
  posts: number;
  followers: number;
  following: number;
  comments: number;
  reactions: number;
}

/** Counts rows in the databases of the services, each of which is named after its service. */
export class OwnerRows {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = createPool({ uri: url, connectionLimit: 4, supportBigNumbers: true, bigNumberStrings: true });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  accounts({ userIds }: Made): Promise<number> {
    return this.#count('SELECT COUNT(*) AS n FROM auth.users WHERE id IN (?)', [userIds]);
  }

  profiles({ userIds }: Made): Promise<number> {
    return this.#count(`SELECT COUNT(*) AS n FROM user.profiles WHERE user_id IN (?) AND bio <> ''`, [userIds]);
  }

  follows({ userIds }: Made): Promise<number> {
    const statement = 'SELECT COUNT(*) AS n FROM user.follows WHERE follower_id IN (?) AND following_id IN (?)';
    return this.#count(statement, [userIds, userIds]);
  }

  async posts({
    userIds,
    postIds,
  }: Made): Promise<{ posts: number; images: number; hashtags: number; mentions: number }> {
    const [row] = await this.#query(
      `SELECT COUNT(*) AS posts, COUNT(media_id) AS images, SUM(JSON_LENGTH(hashtags)) AS hashtags,
         SUM(JSON_LENGTH(mentions)) AS mentions
       FROM post.posts WHERE user_id IN (?) AND id IN (?)`,
      [userIds, postIds],
    );
    const { posts, images, hashtags, mentions } = row!;
    return { posts: Number(posts), images: Number(images), hashtags: Number(hashtags), mentions: Number(mentions) };
  }

  comments({ commentIds }: Made): Promise<number> {
    return this.#count('SELECT COUNT(*) AS n FROM comment.comments WHERE id IN (?) AND deleted_at IS NULL', [
      commentIds,
    ]);
  }

  reactions({ userIds, postIds, commentIds }: Made): Promise<number> {
    return this.#count(
      'SELECT COUNT(*) AS n FROM reaction.reactions WHERE user_id IN (?) AND (post_id IN (?) OR comment_id IN (?))',
      [userIds, postIds, commentIds],
    );
  }

  timelineEntries({ userIds, postIds }: Made): Promise<number> {
    return this.#count('SELECT COUNT(*) AS n FROM feed.timeline_entries WHERE user_id IN (?) AND post_id IN (?)', [
      userIds,
      postIds,
    ]);
  }

  /** Notifications by kind, of what the demo's people did to each other. */
  async notifications({ userIds, postIds, commentIds }: Made): Promise<Record<string, number>> {
    const rows = await this.#query(
      `SELECT kind, COUNT(*) AS n FROM notification.notifications
       WHERE user_id IN (?) AND actor_id IN (?) AND (target_type = 'user'
         OR (target_type = 'post' AND target_id IN (?)) OR (target_type = 'comment' AND target_id IN (?)))
       GROUP BY kind`,
      [userIds, userIds, postIds, commentIds],
    );
    return Object.fromEntries(rows.map(({ kind, n }) => [kind, Number(n)]));
  }

  /** How many of these people the post service has heard of. */
  knownToPosts(userIds: string[]): Promise<number> {
    return this.#count('SELECT COUNT(*) AS n FROM post.known_people WHERE user_id IN (?) AND deleted = 0', [userIds]);
  }

  /** How often the hashtags stand in public posts, whoever wrote them. */
  publicHashtagUses({ hashtags }: Made): Promise<number> {
    return this.#count(
      `SELECT COUNT(*) AS n FROM post.post_hashtags h JOIN post.posts p ON p.user_id = h.user_id AND p.id = h.post_id
       WHERE h.tag IN (?) AND p.is_private = 0`,
      [hashtags],
    );
  }

  /** What there is to count, as those have it who own it: everything that belongs to the demo's people and posts. */
  async ownTotals({ userIds, postIds }: Made): Promise<Totals> {
    const [posts, followers, following, comments, reactions] = await Promise.all([
      this.#count('SELECT COUNT(*) AS n FROM post.posts WHERE user_id IN (?)', [userIds]),
      this.#count('SELECT COUNT(*) AS n FROM user.follows WHERE following_id IN (?)', [userIds]),
      this.#count('SELECT COUNT(*) AS n FROM user.follows WHERE follower_id IN (?)', [userIds]),
      this.#count('SELECT COUNT(*) AS n FROM comment.comments WHERE post_id IN (?) AND deleted_at IS NULL', [postIds]),
      this.#count('SELECT COUNT(*) AS n FROM reaction.reactions WHERE post_id IN (?)', [postIds]),
    ]);
    return { posts, followers, following, comments, reactions };
  }

  /** The same, as engagement has counted it. */
  async counters({ userIds, postIds }: Made): Promise<Totals> {
    const [[people], [posts]] = await Promise.all([
      this.#query(
        `SELECT SUM(posts + private_posts) AS posts, SUM(followers) AS followers, SUM(following) AS following
         FROM engagement.user_counters WHERE user_id IN (?)`,
        [userIds],
      ),
      this.#query(
        `SELECT SUM(comment_count) AS comments,
           SUM(${REACTION_TYPES.map((type) => `${type}_count`).join(' + ')}) AS reactions
         FROM engagement.post_counters WHERE post_id IN (?) AND deleted = 0`,
        [postIds],
      ),
    ]);
    return {
      posts: Number(people!.posts),
      followers: Number(people!.followers),
      following: Number(people!.following),
      comments: Number(posts!.comments),
      reactions: Number(posts!.reactions),
    };
  }

  async #count(statement: string, lists: string[][]): Promise<number> {
    const [row] = await this.#query(statement, lists);
    return Number(row!.n);
  }

  /** An empty list is none that SQL knows: it stands for the id that nobody has. */
  async #query(statement: string, lists: string[][]): Promise<Record<string, unknown>[]> {
    const values = lists.map((list) => (list.length > 0 ? list : [NOBODY]));
    const [rows] = await this.#pool.query(statement, values);
    return rows as Record<string, unknown>[];
  }
}
