import { AppError, conflict, type Database, type Logger } from '@townsquare/kit';
import { type Asker, claimDownload, type DownloadClaim, releaseDownload, renewDownload } from '../data/downloads.js';

/** The concurrency limit of one instance: each download holds a page and an image in memory and loads other services. */
const AT_ONCE = 8;

/** As often as services ask for ended sessions: a download ends as soon after its session. */
const RENEW_MS = 2_000;

/** A client that takes longer hardly reads at all. */
const LONGEST_MS = 60 * 60_000;

/** The controls of a running download. */
export interface UnderWay {
  /** Aborts when the download has lost its claim or takes too long. */
  signal: AbortSignal;
  /**
   * Throws unless the download still holds the claim and its owner still has access to the account. Data that is read after
   * the account was deleted would be incomplete.
   */
  confirm(): Promise<void>;
}

/** The running downloads: one for each account in all instances, and a limited number in each instance. */
export class Downloads {
  #underWay = 0;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly renewMs = RENEW_MS,
  ) {}

  /** Runs a download; throws when the account has one running or the instance has too many. */
  async run(asker: Asker, work: (underWay: UnderWay) => Promise<void>): Promise<void> {
    if (this.#underWay >= AT_ONCE) throw tooMany();
    this.#underWay += 1;
    try {
      const claim = await claimDownload(this.database.manager, asker);
      if (!claim) throw conflict('A download of your data is already running: wait until it ends.');
      await this.#runClaimed(claim, work);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #runClaimed(claim: DownloadClaim, work: (underWay: UnderWay) => Promise<void>): Promise<void> {
    const { manager } = this.database;
    // The session, or the credentials, may have ended since they were checked.
    if (!(await renewDownload(manager, claim))) {
      await releaseDownload(manager, claim);
      throw new AppError('unauthenticated');
    }
    const lost = new AbortController();
    const confirm = async () => {
      if (!(await renewDownload(manager, claim)))
        throw new Error('The download has lost its claim, or its session or credentials have ended.');
    };
    const renew = () =>
      confirm().catch((error) => {
        this.logger.warn({ err: error, userId: claim.userId }, 'a download was aborted');
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
  const detail = 'Too many downloads are running; try again in a minute.';
  return new AppError('unavailable', detail, undefined, { 'retry-after': '60' });
}
