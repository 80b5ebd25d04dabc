import { ANNOUNCEMENT_SIZE, postAnnounced, postAnnouncedWidely } from '@townsquare/contracts';
import { type Database, type Logger, LoopWorker, type Transaction } from '@townsquare/kit';
import {
  type Announcement,
  advanceAnnouncement,
  type ClaimedJob,
  claimAnnouncements,
  countFollowersUpTo,
  finishAnnouncement,
  nextFollowers,
  takeAnnouncement,
} from '../data/announcements.js';
import { isPulled, toTurn } from '../domain/fan-out.js';

const POLL_MS = 1_000;

/** How many jobs are claimed together; each gets one turn. */
const JOBS_AT_ONCE = 8;

/** Followers in one turn: few enough that other jobs wait for a moment only, and enough to be worth a transaction. */
const TURN_SIZE = 4 * ANNOUNCEMENT_SIZE;

/**
 * Announces posts to their authors' followers. The jobs take turns, so no author waits for another's million followers. A
 * turn commits its announcements and the job's progress in one transaction: after a crash the job goes on where it was, and
 * each follower gets one announcement.
 */
export class Announcer extends LoopWorker {
  constructor(
    private readonly database: Database,
    /** Followers above which an author's posts are not pushed. */
    private readonly pushLimit: number,
    logger: Logger,
  ) {
    super('announcer', POLL_MS, () => this.turn(), logger);
  }

  /** Runs one turn of the next jobs; false when there is no job. */
  async turn(): Promise<boolean> {
    const jobs = await claimAnnouncements(this.database, JOBS_AT_ONCE);
    for (const job of jobs) await this.announceTo(job);
    return jobs.length > 0;
  }

  /** Announces to the job's next followers, and finishes the job with the last. Does nothing when the claim is lost. */
  async announceTo(claimed: ClaimedJob): Promise<void> {
    await this.database.transaction(async (tx) => {
      const job = await takeAnnouncement(tx.manager, claimed);
      if (!job) return;
      if (isFirstTurn(job) && (await this.#isPulled(tx, job))) {
        // One announcement without recipients: the post is merged in when a timeline is read.
        announce(tx, job, [[]], true);
        return finishAnnouncement(tx.manager, job.post_id);
      }
      const followers = await nextFollowers(tx.manager, job, TURN_SIZE);
      const { batches, next } = toTurn(followers, TURN_SIZE, ANNOUNCEMENT_SIZE);
      announce(tx, job, batches, false);
      if (next) await advanceAnnouncement(tx.manager, job.post_id, next, batches.length);
      else await finishAnnouncement(tx.manager, job.post_id);
    });
  }

  async #isPulled(tx: Transaction, job: Announcement): Promise<boolean> {
    return isPulled(await countFollowersUpTo(tx.manager, job.author_id, this.pushLimit), this.pushLimit);
  }
}

/** Each batch is an aggregate of its own: batches need no order, so they are published and consumed in parallel. */
function announce(tx: Transaction, job: Announcement, batches: string[][], pulled: boolean): void {
  const definition = isFirstTurn(job) ? postAnnounced : postAnnouncedWidely;
  const post = { postId: job.post_id, authorId: job.author_id, createdAt: job.post_created_at.toISOString() };
  for (const [index, recipients] of batches.entries()) {
    const version = job.batch_no + index + 1;
    tx.publish(definition, { id: `${job.post_id}:${version}`, version }, { ...post, recipients, pulled });
  }
}

function isFirstTurn(job: Announcement): boolean {
  return job.cursor_at === null;
}
