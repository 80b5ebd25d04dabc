import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, observeFreshness } from '@townsquare/kit';
import type { IndexName } from './index-definitions.js';
import type { SearchEngine } from './search-engine.js';

const LOOK_EVERY_MS = 50;
const LIMIT_MS = 30_000;
const REST_MS = 1_000;

/** A document that was written, and when its event was created. */
export interface Written {
  index: IndexName;
  id: string;
  version: number;
  since: string;
}

/**
 * Measures when a written document can be found: not when Elasticsearch accepts it, but after the next refresh. It searches
 * until it finds the document. It follows one document at a time and pauses in between, so that the cost does not grow with
 * the number of writes.
 */
export class Findability {
  #resting = false;

  constructor(
    private readonly engine: SearchEngine,
    private readonly logger: Logger,
  ) {}

  /** Follows a document until it can be found; does nothing while it follows another one. */
  follow(written: Written): void {
    if (this.#resting) return;
    this.#resting = true;
    this.#untilFound(written)
      .catch((error) => this.logger.warn({ err: error }, 'the freshness of search could not be measured'))
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
    // A document that is not found by now is measured all the same: users have waited at least this long.
    observeFreshness('search', since);
  }
}
