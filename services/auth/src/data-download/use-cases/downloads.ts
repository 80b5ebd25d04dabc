import { AppError, conflict, type Database, type Logger } from '@townsquare/kit';
import { type Asker, claimDownload, type DownloadClaim, releaseDownload, renewDownload } from '../data/downloads.js';

/** Downloads that one instance makes at once: each holds a page and an image in memory, and keeps other services busy. */
const AT_ONCE = 8;

/** As often as services ask which sessions have ended: so soon a download ends too. */
const RENEW_MS = 2_000;

/** Who takes longer hardly reads at all. */
const LONGEST_MS = 60 * 60_000;

/** What a download under way is told. */
export interface UnderWay {
  /** Ends it: it has lost its place, or takes too long. */
  signal: AbortSignal;
  /**
   * Throws unless it still is the person's download, who has access to the account. What was read after the account was
   * deleted would lack parts.
   */
  confirm(): Promise<void>;
}

/** The downloads that are under way: one of a person at a time in all instances, and a few in each. */
export class Downloads {
  #underWay = 0;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly renewMs = RENEW_MS,
  ) {}

  /** Makes a download; throws when the person has one under way, or there are too many. */
  async run(asker: Asker, work: (underWay: UnderWay) => Promise<void>): Promise<void> {
    if (this.#underWay >= AT_ONCE) throw tooMany();
    this.#underWay += 1;
    try {
      const claim = await claimDownload(this.database.manager, asker);
      if (!claim) throw conflict('A download of your data is under way: let it end first.');
      await this.#runClaimed(claim, work);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #runClaimed(claim: DownloadClaim, work: (underWay: UnderWay) => Promise<void>): Promise<void> {
    const { manager } = this.database;
    // It may have ended since it was shown.
    if (!(await renewDownload(manager, claim))) {
      await releaseDownload(manager, claim);
      throw new AppError('unauthenticated');
    }
    const lost = new AbortController();
    const confirm = async () => {
      if (!(await renewDownload(manager, claim)))
        throw new Error('The download has lost its place, or what it was asked for with has ended.');
    };
    const renew = () =>
      confirm().catch((error) => {
        this.logger.warn({ err: error, userId: claim.userId }, 'a download is given up');
        lost.abort(error);
      });
    const timer = setInterval(renew, this.renewMs);
    try {
      await work({ signal: AbortSignal.any([lost.signal, AbortSignal.timeout(LONGEST_MS)]), confirm });
    } finally {
      clearInterval(timer);
      await releaseDownload(manager, claim);
    }
  }
}

function tooMany(): AppError {
  const detail = 'Many people download their data just now; try again in a minute.';
  return new AppError('unavailable', detail, undefined, { 'retry-after': '60' });
}
