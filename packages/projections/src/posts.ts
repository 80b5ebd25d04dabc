import { type EventData, postCreated, postDeleted, postUpdated } from '@townsquare/contracts';
import {
  type Database,
  type DeliveredEvent,
  defineSubscription,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { Owners } from './owners.js';

/** What other services need to know of a post. */
export interface KnownPost {
  postId: string;
  authorId: string;
  isPrivate: boolean;
}

interface Row {
  post_id: string;
  author_id: string;
  is_private: number;
  deleted: number;
}

export class KnownPosts1700000000200 implements MigrationInterface {
  name = 'KnownPosts1700000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS known_posts (
        post_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        author_id BIGINT UNSIGNED NOT NULL,
        is_private TINYINT NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        deleted TINYINT NOT NULL DEFAULT 0,
        KEY known_posts_author (author_id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_posts');
  }
}

/** A service's copy of the author and privacy of each post, updated by events. */
export class Posts {
  constructor(
    private readonly database: Database,
    private readonly owners: Pick<Owners, 'posts'>,
  ) {}

  /** For a service that does nothing else with these events. Others call `apply` and `remove` in their own subscriptions. */
  subscriptions(): Subscription[] {
    return [
      defineSubscription(postCreated, (event, tx) => this.apply(event, tx)),
      defineSubscription(postUpdated, (event, tx) => this.apply(event, tx)),
      defineSubscription(postDeleted, (event, tx) => this.remove(event, tx)),
    ];
  }

  apply(event: DeliveredEvent<EventData<typeof postCreated>>, tx: Transaction): Promise<void> {
    return save(tx.manager, event.data, event.aggregateversion);
  }

  /** Marks the post as deleted. The row stays, so that a late event does not restore it. */
  async remove({ data }: DeliveredEvent<EventData<typeof postDeleted>>, tx: Transaction): Promise<void> {
    await tx.manager.query(
      `INSERT INTO known_posts (post_id, author_id, is_private, version, deleted) VALUES (?, ?, 1, 0, 1)
       ON DUPLICATE KEY UPDATE is_private = 1, deleted = 1`,
      [data.postId, data.authorId],
    );
  }

  /**
   * The posts with these ids, by id. Those that are gone or unknown are left out; what was not heard of yet is asked for, and
   * is known from then on. Not for a transaction, which uses `known`.
   */
  async find(ids: Iterable<string>): Promise<Map<string, KnownPost>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const { manager } = this.database;
    const rows = await read(manager, wanted);
    const seen = new Set(rows.map((row) => row.post_id));
    const posts = toPosts(rows);
    const missing = wanted.filter((id) => !seen.has(id));
    if (missing.length === 0) return posts;
    for (const post of await this.owners.posts(missing)) {
      await save(manager, post, post.version);
      posts.set(post.postId, { postId: post.postId, authorId: post.authorId, isPrivate: post.isPrivate });
    }
    return posts;
  }

  /** As `find`, without calling the owner, for a transaction. Call `find` before it begins. */
  async known({ manager }: Pick<Transaction, 'manager'>, ids: string[]): Promise<Map<string, KnownPost>> {
    return ids.length === 0 ? new Map() : toPosts(await read(manager, ids));
  }

  /** What is known of the posts whose ids are above `after` and not above `through`, for the recount. */
  async knownBetween(after: string, through: string): Promise<KnownPostsOfRange> {
    const rows: (Row & { version: string })[] = await this.database.manager.query(
      'SELECT post_id, author_id, is_private, deleted, version FROM known_posts WHERE post_id > ? AND post_id <= ?',
      [after, through],
    );
    const known = rows.filter((row) => !row.deleted).map((row) => ({ ...toPost(row), version: Number(row.version) }));
    return { known, gone: new Set(rows.filter((row) => row.deleted).map((row) => row.post_id)) };
  }

  /** Replaces what is known by this post, or by none, whatever its version. A deleted post stays deleted. */
  async replace(tx: Transaction, postId: string, post: (KnownPost & { version: number }) | undefined): Promise<void> {
    await tx.manager.query('DELETE FROM known_posts WHERE post_id = ? AND deleted = 0', [postId]);
    if (post) await save(tx.manager, post, post.version);
  }
}

/** The known posts in a range of ids, and the ids of the deleted ones. */
export interface KnownPostsOfRange {
  known: (KnownPost & { version: number })[];
  gone: Set<string>;
}

function read(manager: EntityManager, ids: string[]): Promise<Row[]> {
  return manager.query('SELECT post_id, author_id, is_private, deleted FROM known_posts WHERE post_id IN (?)', [ids]);
}

function toPosts(rows: Row[]): Map<string, KnownPost> {
  return new Map(rows.filter((row) => !row.deleted).map((row) => [row.post_id, toPost(row)]));
}

function toPost(row: Row): KnownPost {
  return { postId: row.post_id, authorId: row.author_id, isPrivate: row.is_private === 1 };
}

/** Stores the post unless this version or a later one is known, or the post is deleted. */
async function save(manager: EntityManager, post: KnownPost, version: number): Promise<void> {
  await manager.query(
    `INSERT INTO known_posts (post_id, author_id, is_private, version) VALUES (?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE
       is_private = IF(deleted = 0 AND version < VALUES(version), VALUES(is_private), is_private),
       version = IF(deleted = 0 AND version < VALUES(version), VALUES(version), version)`,
    [post.postId, post.authorId, post.isPrivate ? 1 : 0, version],
  );
}
