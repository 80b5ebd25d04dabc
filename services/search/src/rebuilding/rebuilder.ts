import type { ExportPage } from '@townsquare/contracts';
import { AppError, conflict, END, type Logger, LoopWorker } from '@townsquare/kit';
import type { Exports } from '@townsquare/projections';
import { claimRebuild, endRebuild, type Rebuild, reportRebuild } from '../data/rebuilds.js';
import { isRebuildDue } from '../indices/create-indices.js';
import { countNextDocuments, createNextIndices, dropUnusedIndices, swapIndices } from '../indices/next-indices.js';
import { isTransient } from '../indices/search-engine.js';
import { type RebuildSources, rebuildHashtags, rebuildPosts, rebuildUsers } from './rebuild-documents.js';

type Documents = Rebuild['documents'];
type Read<Item> = (range: { after: string }) => Promise<ExportPage<Item>>;

/** A service that is restarting or overloaded is called again for about half a minute. */
const ATTEMPTS = 30;
const PAUSE_MS = 1_000;

/** How often the worker checks for indices of an earlier version, and retries a rebuild of them that failed. */
const CHECK_EVERY_MS = 10_000;

/** Shorter than the lease after which a rebuild counts as interrupted. */
const HEARTBEAT_MS = 10_000;

/** What the rebuilder works with. */
interface RebuilderParts extends RebuildSources {
  logger: Logger;
  exports: Pick<Exports, 'profiles' | 'posts'>;
}

/**
 * Rebuilds all indices from the owners' data, beside the live ones. Meanwhile every change is written to both. Versions make
 * this safe: a row that was read before its change was written has an older version, and is ignored.
 */
export class Rebuilder extends LoopWorker {
  #rebuild: Promise<void> | undefined;
  #abandoned = false;

  constructor(private readonly parts: RebuilderParts) {
    super('search index rebuild', CHECK_EVERY_MS, () => this.rebuildIfDue(), parts.logger);
  }

  /** Stops, and abandons a running rebuild: a part of one is of no use. */
  override async stop(): Promise<void> {
    this.#abandoned = true;
    await super.stop();
    await this.#rebuild;
  }

  /** Rebuilds all indices if one is of an earlier version, unless another instance does. Returns false: the next check can wait. */
  async rebuildIfDue(): Promise<false> {
    if ((await isRebuildDue(this.parts.engine)) && (await this.#claim())) await this.#rebuild;
    return false;
  }

  /** Begins a rebuild in the background; throws `conflict` if one is running. */
  async begin(): Promise<void> {
    if (!(await this.#claim())) throw conflict('A rebuild is already running.');
  }

  /** Waits for the end of the running rebuild. */
  async ended(): Promise<void> {
    await this.#rebuild;
  }

  /** Begins a rebuild unless one is running; returns whether it did. */
  async #claim(): Promise<boolean> {
    const { database, logger } = this.parts;
    const stamp = String(Date.now());
    if (!(await claimRebuild(database, stamp))) return false;
    this.#rebuild = this.#run(stamp).catch((error) =>
      logger.error({ err: error }, 'the end of a rebuild could not be stored'),
    );
    return true;
  }

  async #run(stamp: string): Promise<void> {
    const { database, engine, logger } = this.parts;
    const documents: Documents = { users: 0, posts: 0, hashtags: 0 };
    // Extends the lease between two reports as well: Elasticsearch may be slow.
    const heartbeat = setInterval(() => void this.#report(stamp, documents).catch(() => {}), HEARTBEAT_MS);
    try {
      await dropUnusedIndices(engine);
      await createNextIndices(engine, stamp);
      await this.#fill(stamp, documents);
      Object.assign(documents, await countNextDocuments(engine, stamp));
      await this.#report(stamp, documents);
      await swapIndices(engine, stamp);
      await endRebuild(database.manager, stamp, null);
      logger.info({ documents }, 'the search indices have been rebuilt');
    } catch (error) {
      logger.error({ err: error }, 'the search indices were not rebuilt');
      // First end the writes to the indices, then delete them.
      await endRebuild(database.manager, stamp, (error as Error).message);
      await dropUnusedIndices(engine, stamp);
    } finally {
      clearInterval(heartbeat);
    }
  }

  /** Fills the new indices and counts their documents. */
  async #fill(stamp: string, documents: Documents): Promise<void> {
    const { parts } = this;
    for await (const { items } of this.#pages(parts.exports.profiles)) {
      await this.#withRetries(() => rebuildUsers(parts, stamp, items));
      documents.users += items.length;
      await this.#report(stamp, documents);
    }
    for await (const page of this.#pages(parts.exports.posts)) {
      await this.#withRetries(() => rebuildPosts(parts, stamp, page));
      documents.posts += page.items.length;
      await this.#report(stamp, documents);
    }
    for (let after: string | null = ''; after !== null; ) {
      const start: string = after;
      const { indexed, next } = await this.#withRetries(() => rebuildHashtags(parts, stamp, start));
      documents.hashtags += indexed;
      await this.#report(stamp, documents);
      after = next;
    }
  }

  async #report(stamp: string, documents: Documents): Promise<void> {
    if (this.#abandoned) throw new Error('The service was stopped.');
    await reportRebuild(this.parts.database.manager, { stamp, documents });
  }

  /** Every page of an export, with the range of ids that it covers. */
  async *#pages<Item>(read: Read<Item>): AsyncGenerator<{ after: string; through: string; items: Item[] }> {
    for (let after: string | null = '0'; after !== null; ) {
      const range: { after: string } = { after };
      const { items, next }: ExportPage<Item> = await this.#withRetries(() => read(range));
      yield { after, through: next ?? END, items };
      after = next;
    }
  }

  /** Retries a step while it fails for a transient reason. A step can be repeated: its documents have versions. */
  async #withRetries<T>(step: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await step();
      } catch (error) {
        const transient = isTransient(error) || (error instanceof AppError && error.code === 'unavailable');
        if (!transient || attempt === ATTEMPTS || this.#abandoned) throw error;
        this.parts.logger.warn({ err: error }, 'a step of the rebuild failed; trying again');
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}
