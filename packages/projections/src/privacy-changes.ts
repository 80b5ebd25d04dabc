import type { PostRecord, ProfileStatus } from '@townsquare/contracts';
import { type Database, type Logger, LoopWorker, type Transaction, type Worker } from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { Owners } from './owners.js';
import { isHidden } from './visibility-rule.js';

export class PrivacyChanges1700000000500 implements MigrationInterface {
  name = 'PrivacyChanges1700000000500';

  async up(runner: QueryRunner): Promise<void> {
    // `due_at` is null when all posts have been gone over: the row stays as a mark that there was a change.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS privacy_changes (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        changes INT UNSIGNED NOT NULL,
        after_id BIGINT UNSIGNED NOT NULL,
        due_at DATETIME(3) NULL,
        KEY privacy_changes_due (due_at)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE privacy_changes');
  }
}

interface Change {
  user_id: string;
  changes: string;
  after_id: string;
  due_at: Date;
}

const POLL_MS = 1_000;
const LEASE_SECONDS = 30;

/**
 * Has a service go over all posts of somebody whose account has turned private or hidden, or is so no longer, where it keeps
 * something that depends on it. Who the account is for is in no post, so nothing else tells of them. Progress is kept: what a crash
 * cuts off goes on where it was, and a change during the work begins it anew.
 */
export class PrivacyChanges implements Worker {
  readonly #loop: LoopWorker;

  constructor(
    private readonly database: Database,
    private readonly owners: Pick<Owners, 'postsBy'>,
    logger: Logger,
    /**
     * Brings what the service keeps of a post in line with its author's account, as it is known by then, in a transaction
     * of its own. It may be run again, and must leave alone a post of which the service knows another version: the event
     * of the later one is either on its way, or came when the change of the account was known.
     */
    private readonly visit: (post: PostRecord) => Promise<void>,
  ) {
    this.#loop = new LoopWorker('privacy changes', POLL_MS, () => this.visitBatch(), logger);
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Somebody's account has changed: the worker need not wait for the next look. */
  wake(): void {
    this.#loop.wake();
  }

  /** Takes over what is told of a person, by `take`, and notes it if that changes who their account is for. */
  async note<T>({ manager }: Transaction, userId: string, take: () => Promise<T>): Promise<T> {
    const before = await audienceOf(manager, userId);
    const taken = await take();
    if ((await audienceOf(manager, userId)) !== before) {
      await manager.query(
        `INSERT INTO privacy_changes (user_id, changes, after_id, due_at) VALUES (?, 1, 0, UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE changes = changes + 1, after_id = 0, due_at = VALUES(due_at)`,
        [userId],
      );
    }
    return taken;
  }

  /** Goes over the next posts of one author; false when nobody waits. */
  async visitBatch(): Promise<boolean> {
    const change = await this.#claim();
    if (!change) return false;
    const posts = await this.owners.postsBy(change.user_id, change.after_id);
    for (const post of posts) await this.visit(post);
    await this.#advance(change, posts.at(-1)?.postId);
    return true;
  }

  /** Takes the change that has been due for longest, for `LEASE_SECONDS`; one that fails holds up no other. */
  async #claim(): Promise<Change | undefined> {
    const { manager } = this.database;
    const [change]: Change[] = await manager.query(
      `SELECT user_id, changes, after_id, due_at FROM privacy_changes
       WHERE due_at <= UTC_TIMESTAMP(3) ORDER BY due_at LIMIT 1`,
    );
    if (!change) return undefined;
    const { affectedRows } = await manager.query(
      'UPDATE privacy_changes SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE user_id = ? AND due_at = ?',
      [LEASE_SECONDS, change.user_id, change.due_at],
    );
    // Another instance may have been quicker: then it is at work on it.
    return affectedRows === 1 ? change : undefined;
  }

  async #advance({ user_id: userId, changes }: Change, lastId: string | undefined): Promise<void> {
    const next = lastId === undefined ? 'due_at = NULL' : 'due_at = UTC_TIMESTAMP(3), after_id = ?';
    await this.database.manager.query(`UPDATE privacy_changes SET ${next} WHERE user_id = ? AND changes = ?`, [
      ...(lastId === undefined ? [] : [lastId]),
      userId,
      changes,
    ]);
  }
}

/** Whom the account is known to be for; its row, if there is one, is held until the transaction ends. */
async function audienceOf(manager: EntityManager, userId: string): Promise<'nobody' | 'followers' | 'everyone'> {
  const [row]: { status: ProfileStatus; is_private: number }[] = await manager.query(
    'SELECT status, is_private FROM known_people WHERE user_id = ? FOR UPDATE',
    [userId],
  );
  if (row && isHidden(row)) return 'nobody';
  return row?.is_private === 1 ? 'followers' : 'everyone';
}
