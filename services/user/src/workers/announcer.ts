import { ANNOUNCEMENT_SIZE, postAnnounced } from '@townsquare/contracts';
import { type Database, type Logger, LoopWorker, type Transaction, type Worker } from '@townsquare/kit';
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
import { isPulled, toBatch } from '../domain/fan-out.js';

const POLL_MS = 1_000;

/** Jobs that get a batch each before the next are claimed. */
const JOBS_A_TURN = 8;

/**
 * Announces posts to their authors' followers, a batch of each job at a time, so that no author waits for another's
 * million followers. A batch's event and the job's progress are one transaction: after a crash the job goes on with the
 * next batch, and none is announced twice or left out.
 */
export class Announcer implements Worker {
  readonly #loop: LoopWorker;

  constructor(
    private readonly database: Database,
    /** Followers above which an author's posts are not pushed. */
    private readonly pushLimit: number,
    logger: Logger,
  ) {
    this.#loop = new LoopWorker('announcer', POLL_MS, () => this.turn(), logger);
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** There is something to announce: it need not wait for the next look. */
  wake(): void {
    this.#loop.wake();
  }

  /** Gives the next jobs their turn; false when none waits. */
  async turn(): Promise<boolean> {
    const jobs = await claimAnnouncements(this.database, JOBS_A_TURN);
    for (const job of jobs) await this.announceBatch(job);
    return jobs.length > 0;
  }

  /** Announces the job's next batch, or finishes it. Nothing happens when the claim is no longer good. */
  async announceBatch(claimed: ClaimedJob): Promise<void> {
    await this.database.transaction(async (tx) => {
      const job = await takeAnnouncement(tx.manager, claimed);
      if (!job) return;
      if (job.batch_no === 0 && (await this.#isPulled(tx, job))) {
        announce(tx, job, [], true);
        return finishAnnouncement(tx.manager, job.post_id);
      }
      const followers = await nextFollowers(tx.manager, job, ANNOUNCEMENT_SIZE);
      const { recipients, next } = toBatch(followers, ANNOUNCEMENT_SIZE);
      if (recipients.length > 0) announce(tx, job, recipients, false);
      if (next) await advanceAnnouncement(tx.manager, job.post_id, next);
      else await finishAnnouncement(tx.manager, job.post_id);
    });
  }

  async #isPulled(tx: Transaction, job: Announcement): Promise<boolean> {
    return isPulled(await countFollowersUpTo(tx.manager, job.author_id, this.pushLimit), this.pushLimit);
  }
}

/** Each batch is an aggregate of its own: batches need no order, and so can be published and consumed side by side. */
function announce(tx: Transaction, job: Announcement, recipients: string[], pulled: boolean): void {
  const version = job.batch_no + 1;
  const createdAt = job.post_created_at.toISOString();
  const data = { postId: job.post_id, authorId: job.author_id, createdAt, recipients, pulled };
  tx.publish(postAnnounced, { id: `${job.post_id}:${version}`, version }, data);
}
