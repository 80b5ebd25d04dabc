import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, observeFreshness } from '@townsquare/kit';
import type { IndexName } from './index.js';
import type { SearchEngine } from './search-engine.js';

const LOOK_EVERY_MS = 50;
const LIMIT_MS = 30_000;
const REST_MS = 1_000;

/** A document that was written, and when its cause was committed. */
export interface Written {
  index: IndexName;
  id: string;
  version: number;
  since: string;
}

/**
 * Measures when what was written can be found: not when Elasticsearch took it, but after the refresh that follows. It
 * searches until the document is there. It does so for one at a time, and rests between two, so that it costs next to
 * nothing however much is written.
 */
export class Findability {
  #resting = false;

  constructor(
    private readonly engine: SearchEngine,
    private readonly logger: Logger,
  ) {}

  /** Follows a document until it can be found, unless it does so for another. */
  follow(written: Written): void {
    if (this.#resting) return;
    this.#resting = true;
    this.#untilFound(written)
      .catch((error) => this.logger.warn({ err: error }, 'how fresh search is could not be measured'))
      .then(() => pause(REST_MS, undefined, { ref: false }))
      .then(() => {
        this.#resting = false;
      });
  }

  async #untilFound({ index, id, version, since }: Written): Promise<void> {
    const giveUpAt = Date.now() + LIMIT_MS;
    while (Date.now() < giveUpAt && !(await this.engine.isFindable(index, id, version))) {
      await pause(LOOK_EVERY_MS, undefined, { ref: false });
    }
    // What is not found by now counts as if it were, for that is how long people have waited for it at least.
    observeFreshness('search', since);
  }
}
