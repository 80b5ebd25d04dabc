import type { Logger } from './logger.js';

/** Work that a service does apart from requests. */
export interface Worker {
  start(): void;
  /** Finishes the current step, then ends. */
  stop(): Promise<void>;
}

/**
 * Runs a step repeatedly: immediately while the step returns true, else after a pause or a call of `wake`. A step that
 * throws is logged and tried again after the pause.
 */
export class LoopWorker implements Worker {
  #running: Promise<void> | undefined;
  #stopping = false;
  #isWoken = false;
  #endPause: () => void = () => {};

  constructor(
    private readonly name: string,
    private readonly pauseMs: number,
    private readonly step: () => Promise<boolean>,
    readonly logger: Logger,
  ) {}

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

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#isWoken = false;
      const outcome = await this.#attempt();
      if (outcome === 'failed' || (outcome === 'done' && !this.#isWoken)) await this.#pause();
    }
  }

  async #attempt(): Promise<'more' | 'done' | 'failed'> {
    try {
      return (await this.step()) ? 'more' : 'done';
    } catch (error) {
      this.logger.error({ err: error, worker: this.name }, 'a worker failed; trying again');
      return 'failed';
    }
  }

  #pause(): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.pauseMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
