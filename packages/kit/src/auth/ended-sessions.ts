import { ENDED_SESSION_SECONDS, type EndedSessionsList } from '@townsquare/contracts';
import type { Logger } from '../logger.js';
import { LoopWorker } from '../worker.js';

/** Asks for the sessions that ended since a time, or of late where none is given. */
export type FetchEnded = (since: string | undefined) => Promise<EndedSessionsList>;

const PAUSE_MS = 2_000;

const REMEMBERED_MS = ENDED_SESSION_SECONDS * 1000;

/**
 * The sessions whose access tokens are not to be let in any more, though they have not expired. Every process keeps the
 * list and asks for news every two seconds, so checking a token costs no call. While the owner of sessions is away, what
 * ends meanwhile is not heard of; but then nothing can end, and tokens expire by themselves.
 */
export class EndedSessions extends LoopWorker {
  /** What ended lately, and what did before that: the older half is forgotten as a whole. */
  #recent = new Set<string>();
  #older = new Set<string>();
  #halvedAt = Date.now();
  #asOf: string | undefined;
  #isAway = false;
  readonly #listeners: ((sessionIds: string[]) => void)[] = [];

  constructor(
    private readonly fetchEnded: FetchEnded,
    logger: Logger,
  ) {
    super('ended sessions', PAUSE_MS, () => this.#look(), logger);
  }

  has(sessionId: string): boolean {
    return this.#recent.has(sessionId) || this.#older.has(sessionId);
  }

  /** Has `listener` called with sessions that have ended. */
  onEnded(listener: (sessionIds: string[]) => void): void {
    this.#listeners.push(listener);
  }

  /** Asks for news now. */
  async refresh(): Promise<void> {
    const { sessionIds, asOf } = await this.fetchEnded(this.#asOf);
    this.#asOf = asOf;
    this.#forget();
    const fresh = sessionIds.filter((sessionId) => !this.has(sessionId));
    for (const sessionId of fresh) this.#recent.add(sessionId);
    if (fresh.length > 0) for (const listener of this.#listeners) listener(fresh);
  }

  async #look(): Promise<boolean> {
    try {
      await this.refresh();
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) this.logger.warn({ err: error }, 'which sessions have ended is not known; asking again');
      this.#isAway = true;
    }
    return false;
  }

  #forget(): void {
    if (Date.now() - this.#halvedAt < REMEMBERED_MS) return;
    this.#older = this.#recent;
    this.#recent = new Set();
    this.#halvedAt = Date.now();
  }
}
