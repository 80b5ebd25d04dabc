import { type Database, type Logger, LoopWorker, type Worker } from '@townsquare/kit';
import { changedCounts, markIndexed } from '../data/hashtags.js';
import { hashtagDocument } from '../domain/documents.js';
import type { IndexWriter } from '../indices/index-writer.js';

const BATCH = 500;
const POLL_MS = 1_000;

/**
 * Brings the counts of hashtags into the index. It does so beside the deliveries, so that a popular tag, whose count
 * every other post changes, is written once for many of them.
 */
export class HashtagIndexer implements Worker {
  readonly #loop: LoopWorker;

  constructor(
    private readonly database: Database,
    private readonly writer: IndexWriter,
    logger: Logger,
  ) {
    this.#loop = new LoopWorker('hashtag indexer', POLL_MS, () => this.indexBatch(), logger);
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Counts have changed. */
  wake(): void {
    this.#loop.wake();
  }

  /** Indexes what has changed; true when there may be more. */
  async indexBatch(): Promise<boolean> {
    const counts = await changedCounts(this.database.manager, BATCH);
    const documents = counts.map(({ tag, spelling, posts, version }) => ({
      id: tag,
      version,
      document: hashtagDocument(spelling, posts),
    }));
    await this.writer.writeAll(this.database.manager, 'hashtags', documents);
    await markIndexed(this.database.manager, counts);
    return counts.length === BATCH;
  }
}
