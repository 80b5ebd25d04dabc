import type { PostRecord, ProfileStatus } from '@townsquare/contracts';
import {
  claimByLease,
  type Database,
  type Logger,
  LoopWorker,
  type Transaction,
  type WorkTable,
} from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { Owners } from './owners.js';
import { isHidden } from './visibility-rule.js';

class PrivacyChanges1700000000500 implements MigrationInterface {
  name = 'PrivacyChanges1700000000500';

  async up(runner: QueryRunner): Promise<void> {
    // `due_at` is null when all posts have been visited: the row stays as a mark that there was a change.
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

/** Notes which claim holds a row. */
class PrivacyChangesClaims1700000000501 implements MigrationInterface {
  name = 'PrivacyChangesClaims1700000000501';

  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('privacy_changes', 'claimed_by')) return;
    await runner.query(
      `ALTER TABLE privacy_changes ADD COLUMN claimed_by CHAR(26) CHARACTER SET ascii NULL,
       ADD KEY privacy_changes_claimed (claimed_by)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE privacy_changes DROP KEY privacy_changes_claimed, DROP COLUMN claimed_by');
  }
}

export const PRIVACY_CHANGES_MIGRATIONS = [PrivacyChanges1700000000500, PrivacyChangesClaims1700000000501];

/**
 * For a migration that adds a mark of hidden accounts to rows: requests a visit of the accounts that have one of these statuses.
 * `table` has the statuses by `user_id`. The migration names the statuses that were hidden when it was written. It must not use
 * `HIDDEN_STATUSES`: a status that is added there later may not be in the column's ENUM when the migration runs.
 */
export async function requestVisitsOf(
  runner: QueryRunner,
  table: 'known_people' | 'profiles',
  statuses: readonly ProfileStatus[],
): Promise<void> {
  await runner.query(
    `INSERT IGNORE INTO privacy_changes (user_id, changes, after_id, due_at)
     SELECT user_id, 1, 0, UTC_TIMESTAMP(3) FROM ${table} WHERE status IN (?)`,
    [statuses],
  );
}

interface Change {
  user_id: string;
  changes: string;
  after_id: string;
}

const CHANGES: WorkTable = {
  name: 'privacy_changes',
  until: 'due_at',
  order: 'due_at',
  columns: 'user_id, changes, after_id',
};

const POLL_MS = 1_000;
const LEASE_SECONDS = 30;

/**
 * Visits the next rows of an account in the order of their ids, after `after`; returns the id of the last one, or undefined
 * when there are none left. It may run repeatedly on the same rows.
 */
export type VisitNext = (userId: string, after: string) => Promise<string | undefined>;

/**
 * Visits the posts of an account. `visit` brings what the service stores of a post in line with the known state of its
 * author's account, in a transaction of its own. It must ignore a post of which the service knows another version: the event
 * of the later version is either on its way, or arrived when the change of the account was known.
 */
export function visitPosts(owners: Pick<Owners, 'postsBy'>, visit: (post: PostRecord) => Promise<void>): VisitNext {
  return async (userId, after) => {
    const posts = await owners.postsBy(userId, after);
    for (const post of posts) await visit(post);
    return posts.at(-1)?.postId;
  };
}

/**
 * Visits all rows of an account that has become private or hidden, or has ceased to be so, in a service whose data depends
 * on it: no event of a post, comment or reaction tells of such a change. Progress is stored, so that an interrupted visit is
 * resumed; a further change during the visit starts it again. A change that fails is tried again after 30 s, and delays no
 * other.
 */
export class PrivacyChanges extends LoopWorker {
  constructor(
    private readonly database: Database,
    logger: Logger,
    private readonly visitNext: VisitNext,
  ) {
    super('privacy changes', POLL_MS, () => this.visitBatch(), logger);
  }

  override start(): void {
    this.database.onWork(CHANGES.name, () => this.wake());
    super.start();
  }

  /** Stores a profile by `take`, and requests a visit of the account's rows if that changes the audience of the account. */
  async note<T>(tx: Transaction, userId: string, take: () => Promise<T>): Promise<T> {
    const { manager } = tx;
    const before = await audienceOf(manager, userId);
    const taken = await take();
    const after = await audienceOf(manager, userId);
    // A read may have stored the profile of a hidden account before its event arrives, without a visit.
    if (after !== before || after === 'nobody') await requestVisit(tx, userId);
    return taken;
  }

  /** Visits the next rows of one account; returns false if no change is due. */
  async visitBatch(): Promise<boolean> {
    const [change] = await claimByLease<Change>(this.database, CHANGES, 1, LEASE_SECONDS);
    if (!change) return false;
    await this.#advance(change, await this.visitNext(change.user_id, change.after_id));
    return true;
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

/** Requests a visit of the account's rows. A visit under way starts again. */
export async function requestVisit(tx: Transaction, userId: string): Promise<void> {
  await tx.manager.query(
    `INSERT INTO privacy_changes (user_id, changes, after_id, due_at) VALUES (?, 1, 0, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE changes = changes + 1, after_id = 0, due_at = VALUES(due_at)`,
    [userId],
  );
  tx.addedWork(CHANGES.name);
}

/**
 * Whether the account is known to be hidden, which does not change until the transaction ends. Call it first, before other
 * rows are locked.
 */
export async function lockHidden({ manager }: Pick<Transaction, 'manager'>, userId: string): Promise<boolean> {
  return (await audienceOf(manager, userId)) === 'nobody';
}

/** The known audience of an account. Locks its row, if there is one, until the transaction ends. */
async function audienceOf(manager: EntityManager, userId: string): Promise<'nobody' | 'followers' | 'everyone'> {
  const [row]: { status: ProfileStatus; is_private: number }[] = await manager.query(
    'SELECT status, is_private FROM known_people WHERE user_id = ? FOR UPDATE',
    [userId],
  );
  if (row && isHidden(row)) return 'nobody';
  return row?.is_private === 1 ? 'followers' : 'everyone';
}
