import { type Database, type Logger, LoopWorker } from '@townsquare/kit';
import { changedCounts, markIndexed } from '../data/hashtags.js';
import { hashtagDocument } from '../domain/documents.js';
import type { IndexWriter } from '../indices/index-writer.js';

const BATCH = 500;
const POLL_MS = 1_000;

/**
 * Indexes the counts of hashtags. It works beside the deliveries, so that a popular tag, whose count changes with every other
 * post, is written once for many of them.
 */
export class HashtagIndexer extends LoopWorker {
  constructor(
    private readonly database: Database,
    private readonly writer: IndexWriter,
    logger: Logger,
  ) {
    super('hashtag indexer', POLL_MS, () => this.indexBatch(), logger);
  }

  /** Indexes a batch of changed counts; returns whether there may be more. */
  async indexBatch(): Promise<boolean> {
    const counts = await changedCounts(this.database.manager, BATCH);
    const documents = counts.map(({ tag, spelling, posts, version }) => ({
      id: tag,
      version,
      document: hashtagDocument(spelling, posts),
    }));
    if (documents.length > 0) await this.writer.writeAll('hashtags', documents);
    await markIndexed(this.database.manager, counts);
    return counts.length === BATCH;
  }
}
