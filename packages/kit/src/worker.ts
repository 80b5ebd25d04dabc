import type { Logger } from './logger.js';

/** Work that a service does apart from requests. */
export interface Worker {
  start(): void;
  /** Finishes the current step, then ends. */
  stop(): Promise<void>;
}

/** The longest pause of a worker that a call of `wake` tells of new work. Polling finds what another process left. */
const LONGEST_IDLE_MS = 10_000;

/**
 * Runs a step repeatedly: immediately while the step returns true, else after a pause or a call of `wake`. While the step
 * finds nothing the pause doubles, up to ten seconds. A step that throws is logged and tried again after the pause.
 */
export class LoopWorker implements Worker {
  #running: Promise<void> | undefined;
  #stopping = false;
  #isWoken = false;
  #idleMs: number;
  /** When there is something to do at the latest, in `performance.now()` milliseconds. */
  #dueAt = Number.POSITIVE_INFINITY;
  #endPause: () => void = () => {};

  constructor(
    private readonly name: string,
    private readonly pauseMs: number,
    private readonly step: () => Promise<boolean>,
    readonly logger: Logger,
  ) {
    this.#idleMs = pauseMs;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#endPause();
    await this.#running;
  }

  /** Ends the pause, because there is something to do. */
  wake(): void {
    this.#isWoken = true;
    this.#endPause();
  }

  /** Lets the next pause end after `ms` at the latest, because something can be done then. */
  protected wakeWithin(ms: number): void {
    this.#dueAt = Math.min(this.#dueAt, performance.now() + ms);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#isWoken = false;
      const outcome = await this.#attempt();
      if (outcome !== 'done' || this.#isWoken) this.#idleMs = this.pauseMs;
      if (outcome === 'failed') await this.#pause(this.pauseMs);
      else if (outcome === 'done' && !this.#isWoken) await this.#rest();
    }
  }

  /** Pauses, and doubles the next pause unless there is work before. */
  async #rest(): Promise<void> {
    const dueMs = Math.max(0, this.#dueAt - performance.now());
    this.#dueAt = Number.POSITIVE_INFINITY;
    await this.#pause(Math.min(this.#idleMs, dueMs));
    const longest = Math.max(this.pauseMs, LONGEST_IDLE_MS);
    this.#idleMs = this.#isWoken ? this.pauseMs : Math.min(this.#idleMs * 2, longest);
  }

  async #attempt(): Promise<'more' | 'done' | 'failed'> {
    try {
      return (await this.step()) ? 'more' : 'done';
    } catch (error) {
      this.logger.error({ err: error, worker: this.name }, 'a worker failed; trying again');
      return 'failed';
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
