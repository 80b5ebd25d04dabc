import { createPool, type Pool } from 'mysql2/promise';
import type { BuiltTown } from '../town/built-town.js';

/** One line of the final table. */
export interface Figure {
  service: string;
  what: string;
  expected: number;
  there: number;
}

const NOBODY = '0';

/**
 * Compares what the demo wrote with the rows of the services that own it. It counts the demo's own things alone, by their
 * ids, so what others write meanwhile changes nothing. What services derive from these rows is not checked here but by
 * `recount`.
 */
export class OwnerFigures {
  readonly #pool: Pool;

  /** `url` is the address of the database server, in which each service's database is named after its service. */
  constructor(url: string) {
    this.#pool = createPool({ uri: url, connectionLimit: 4, supportBigNumbers: true, bigNumberStrings: true });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async read({ plan, users, postIds, commentIds }: BuiltTown): Promise<Figure[]> {
    const userIds = users.map((user) => user.userId);
    const count = async (service: string, what: string, expected: number, statement: string, lists: string[][]) => {
      const [row] = await this.#query(`SELECT ${statement}`, lists);
      return { service, what, expected, there: Number(row!.n) };
    };
    const sum = (size: (post: (typeof plan.posts)[number]) => number) =>
      plan.posts.reduce((total, post) => total + size(post), 0);
    const ofPosts = 'FROM post.posts WHERE user_id IN (?) AND id IN (?)';
    const posts = [userIds, postIds];
    return Promise.all([
      count('auth', 'accounts', users.length, 'COUNT(*) AS n FROM auth.users WHERE id IN (?)', [userIds]),
      count('user', 'profiles', users.length, `COUNT(*) AS n FROM user.profiles WHERE user_id IN (?) AND bio <> ''`, [
        userIds,
      ]),
      count(
        'user',
        'follows',
        plan.follows.length,
        'COUNT(*) AS n FROM user.follows WHERE follower_id IN (?) AND following_id IN (?)',
        [userIds, userIds],
      ),
      count('post', 'posts', plan.posts.length, `COUNT(*) AS n ${ofPosts}`, posts),
      count(
        'post',
        'images',
        sum(({ image }) => (image === null ? 0 : 1)),
        `COUNT(media_id) AS n ${ofPosts}`,
        posts,
      ),
      count(
        'post',
        'hashtags in posts',
        sum(({ hashtags }) => hashtags.length),
        `SUM(JSON_LENGTH(hashtags)) AS n ${ofPosts}`,
        posts,
      ),
      count(
        'post',
        'mentions in posts',
        sum(({ mentions }) => mentions.length),
        `SUM(JSON_LENGTH(mentions)) AS n ${ofPosts}`,
        posts,
      ),
      count(
        'comment',
        'comments',
        plan.comments.length,
        'COUNT(*) AS n FROM comment.comments WHERE id IN (?) AND deleted_at IS NULL',
        [commentIds],
      ),
      count(
        'reaction',
        'reactions',
        plan.reactions.length,
        'COUNT(*) AS n FROM reaction.reactions WHERE user_id IN (?) AND (post_id IN (?) OR comment_id IN (?))',
        [userIds, postIds, commentIds],
      ),
    ]);
  }

  /** How many of these people the post service knows: until it knows a person, a post cannot mention them. */
  async knownToPosts(userIds: string[]): Promise<number> {
    const [row] = await this.#query(
      'SELECT COUNT(*) AS n FROM post.known_people WHERE user_id IN (?) AND deleted = 0',
      [userIds],
    );
    return Number(row!.n);
  }

  /** SQL has no empty list: the id that nobody has stands for it. */
  async #query(statement: string, lists: string[][]): Promise<Record<string, unknown>[]> {
    const values = lists.map((list) => (list.length === 0 ? [NOBODY] : list));
    const [rows] = await this.#pool.query(statement, values);
    return rows as Record<string, unknown>[];
  }
}
