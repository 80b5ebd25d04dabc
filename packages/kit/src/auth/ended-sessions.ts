import { ENDED_SESSION_SECONDS, type EndedSessionsList } from '@townsquare/contracts';
import type { Logger } from '../logger.js';
import { LoopWorker } from '../worker.js';

/** Fetches the sessions that ended since a time; the recent ones where none is given. */
export type FetchEnded = (since: string | undefined) => Promise<EndedSessionsList>;

const PAUSE_MS = 2_000;

const REMEMBERED_MS = ENDED_SESSION_SECONDS * 1000;

/**
 * The sessions whose access tokens are refused although they have not expired. Every process keeps the list and updates
 * it every two seconds, so that checking a token costs no call. While the auth service is down the list does not change;
 * but then no session can end, and tokens expire by themselves.
 */
export class EndedSessions extends LoopWorker {
  /** The sessions that ended in this period and in the one before: the older set is dropped as a whole. */
  #recent = new Set<string>();
  #older = new Set<string>();
  #halvedAt = Date.now();
  #asOf: string | undefined;
  #isDown = false;
  readonly #listeners: ((sessionIds: string[]) => void)[] = [];

  constructor(
    private readonly fetchEnded: FetchEnded,
    logger: Logger,
  ) {
    super('ended sessions', PAUSE_MS, () => this.#update(), logger);
  }

  has(sessionId: string): boolean {
    return this.#recent.has(sessionId) || this.#older.has(sessionId);
  }

  /** Calls `listener` with sessions that have just ended. */
  onEnded(listener: (sessionIds: string[]) => void): void {
    this.#listeners.push(listener);
  }

  /** Updates the list now. */
  async refresh(): Promise<void> {
    const { sessionIds, asOf } = await this.fetchEnded(this.#asOf);
    this.#asOf = asOf;
    this.#forget();
    const fresh = sessionIds.filter((sessionId) => !this.has(sessionId));
    for (const sessionId of fresh) this.#recent.add(sessionId);
    if (fresh.length > 0) for (const listener of this.#listeners) listener(fresh);
  }

  async #update(): Promise<boolean> {
    // Sessions end in another process, which does not wake this worker.
    this.wakeWithin(PAUSE_MS);
    try {
      await this.refresh();
      this.#isDown = false;
    } catch (error) {
      if (!this.#isDown) this.logger.warn({ err: error }, 'the ended sessions could not be fetched; trying again');
      this.#isDown = true;
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
