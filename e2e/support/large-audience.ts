import { randomInt } from 'node:crypto';
import { ANNOUNCEMENT_SIZE } from '@townsquare/contracts';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';

/** Ids that no account of the town will ever have, with room for a audience of a million behind each. */
const FIRST_ID = 1_000_000_000_000_000;
const MOST_PEOPLE = 1_000_000;
/** Between two of those who are asked about: less than the people of a batch, which are written together. */
const STEP = ANNOUNCEMENT_SIZE / 2;
const ROWS_A_STATEMENT = 10_000;

/** How many rows of a post there are, and how many people have them. */
export interface Reached {
  entries: number;
  people: number;
}

export interface Post {
  id: string;
  createdAt: string;
}

export interface Progress {
  timelines: number;
  notifications: number;
  of: number;
}

/** Followers of one author, and of nobody else. */
const OF_AUDIENCE = 'follower_id BETWEEN ? AND ?';

/**
 * As many followers of an author as one likes. To register them one by one would take hours, so their rows are written
 * into the databases as the events of follows two days ago would have left them: the profiles and the graph that user owns,
 * and the copies of feed, notification and engagement. They have no accounts, and so cannot log in.
 */
export class LargeAudience {
  private constructor(
    private readonly connection: Connection,
    readonly authorId: string,
    private readonly first: number,
    readonly size: number,
  ) {}

  /** `mysql` is the address of the town's database server, by its administrator. */
  static async gather(mysql: string, authorId: string, size: number): Promise<LargeAudience> {
    const connection = await createConnection({ uri: mysql, timezone: 'Z' });
    const audience = new LargeAudience(connection, authorId, FIRST_ID + randomInt(1_000_000) * MOST_PEOPLE, size);
    await audience.#follow();
    return audience;
  }

  /** How many entries of a post are in the timelines of the audience, and in how many of them. */
  timelines(postId: string): Promise<Reached> {
    return this.#count('feed.timeline_entries', postId);
  }

  /** How many notifications of a post the audience has, and how many people have them. */
  notifications(postId: string): Promise<Reached> {
    return this.#count('notification.notifications', postId);
  }

  /**
   * How far a post has come: in how many timelines it is, and how many people were told, of some people of each batch in
   * which it is announced. It is quick, so it can be asked again and again.
   */
  async progress({ id, createdAt }: Post): Promise<Progress> {
    const timelines = await this.#total(
      'SELECT COUNT(*) AS total FROM feed.timeline_entries WHERE user_id IN (?) AND created_at = ? AND post_id = ?',
      [this.#sample, new Date(createdAt), id],
    );
    const notifications = await this.#total(
      `SELECT COUNT(*) AS total FROM notification.notifications
       WHERE user_id IN (?) AND kind = 'post' AND target_type = 'post' AND target_id = ? AND actor_id = ?`,
      [this.#sample, id, this.authorId],
    );
    return { timelines, notifications, of: this.#sample.length };
  }

  /** Whether a post still has followers to be announced to. */
  async isBeingAnnounced(postId: string): Promise<boolean> {
    return (await this.#total('SELECT COUNT(*) AS total FROM user.announcements WHERE post_id = ?', [postId])) > 0;
  }

  /** Removes the audience and all that it was sent. */
  async leave(): Promise<void> {
    const tables: [table: string, column: string][] = [
      ['user.follows', 'follower_id'],
      ['user.profiles', 'user_id'],
      ['feed.follow_edges', 'follower_id'],
      ['feed.timeline_entries', 'user_id'],
      ['feed.accounts', 'user_id'],
      ['notification.relations', 'actor_id'],
      ['notification.notifications', 'user_id'],
      ['engagement.user_counters', 'user_id'],
    ];
    for (const [table, column] of tables) {
      await this.connection.query(`DELETE FROM ${table} WHERE ${column} BETWEEN ? AND ?`, this.#range);
    }
    await this.connection.query('UPDATE engagement.user_counters SET followers = followers - ? WHERE user_id = ?', [
      this.size,
      this.authorId,
    ]);
    await this.connection.end();
  }

  async #count(table: string, postId: string): Promise<Reached> {
    const [[row]] = await this.connection.query<(Reached & RowDataPacket)[]>(
      `SELECT COUNT(*) AS entries, COUNT(DISTINCT user_id) AS people FROM ${table}
       WHERE post_id = ? AND user_id BETWEEN ? AND ?`,
      [postId, ...this.#range],
    );
    return { entries: Number(row!.entries), people: Number(row!.people) };
  }

  async #total(query: string, values: unknown[]): Promise<number> {
    const [[row]] = await this.connection.query<(RowDataPacket & { total: number })[]>(query, values);
    return Number(row!.total);
  }

  get #sample(): number[] {
    const length = Math.ceil(this.size / STEP);
    return Array.from({ length }, (_, step) => Math.min(this.first + (step + 1) * STEP, this.first + this.size) - 1);
  }

  get #range(): [number, number] {
    return [this.first, this.first + this.size - 1];
  }

  async #follow(): Promise<void> {
    const followedAt = new Date(Date.now() - 2 * 24 * 3_600_000);
    for (let place = 0; place < this.size; place += ROWS_A_STATEMENT) {
      const count = Math.min(ROWS_A_STATEMENT, this.size - place);
      const ids = Array.from({ length: count }, (_, n) => this.first + place + n);
      await this.connection.query('INSERT INTO user.profiles (user_id, username, full_name) VALUES ?', [
        ids.map((id) => [id, `follower_${id}`, 'Follower']),
      ]);
      const rows = ids.map((id) => [id, this.authorId, followedAt]);
      await this.connection.query('INSERT INTO user.follows (follower_id, following_id, created_at) VALUES ?', [rows]);
    }
    for (const statement of COPIES) {
      await this.connection.query(statement, [this.authorId, ...this.#range]);
    }
    await this.connection.query(
      `INSERT INTO engagement.user_counters (user_id, followers) VALUES (?, ?)
       ON DUPLICATE KEY UPDATE followers = followers + VALUES(followers)`,
      [this.authorId, this.size],
    );
  }
}

/** What other services keep of the audience's follows. */
const COPIES = [
  `INSERT INTO feed.accounts (user_id) SELECT follower_id FROM user.follows WHERE following_id = ? AND ${OF_AUDIENCE}`,
  `INSERT INTO feed.follow_edges (follower_id, author_id, active, version, created_at, applied_at)
   SELECT follower_id, following_id, 1, 1, created_at, created_at FROM user.follows WHERE following_id = ? AND ${OF_AUDIENCE}`,
  `INSERT INTO notification.relations (actor_id, target_type, target_id, active, version)
   SELECT follower_id, 'user', following_id, 1, 1 FROM user.follows WHERE following_id = ? AND ${OF_AUDIENCE}`,
  `INSERT INTO engagement.user_counters (user_id, following)
   SELECT follower_id, 1 FROM user.follows WHERE following_id = ? AND ${OF_AUDIENCE}`,
];
