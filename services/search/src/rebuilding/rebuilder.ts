import type { ExportPage } from '@townsquare/contracts';
import { AppError, conflict, END, LoopWorker, type Worker } from '@townsquare/kit';
import { claimRebuild, endRebuild, type Rebuild, reportRebuild } from '../data/rebuilds.js';
import { isRebuildDue } from '../indices/create-indices.js';
import { countNextDocuments, createNextIndices, dropUnusedIndices, swapIndices } from '../indices/next-indices.js';
import { mayPass } from '../indices/search-engine.js';
import type { Parts } from '../parts.js';
import { rebuildPosts } from './rebuild-documents.js';
import { rebuildHashtags } from './rebuild-hashtags.js';
import { rebuildUsers } from './rebuild-users.js';

type Documents = Rebuild['documents'];
type Read<Item> = (range: { after: string }) => Promise<ExportPage<Item>>;

/** What is being restarted, or has too much to do, is asked again for about half a minute. */
const ATTEMPTS = 30;
const PAUSE_MS = 1_000;

/** How often it looks whether indices are of an earlier version, and a rebuild of them that failed is tried again. */
const LOOK_EVERY_MS = 10_000;

/** More often than a rebuild is taken for one that was cut off. */
const HEARTBEAT_MS = 10_000;

/**
 * Builds all indices anew from the owners' data, beside the live ones, which take every write meanwhile as the new ones
 * do. Versions make it safe: a row that was read before its event came is older, and loses.
 */
export class Rebuilder implements Worker {
  readonly #whenDue: LoopWorker;
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(private readonly context: Parts) {
    const step = () => this.rebuildIfDue();
    this.#whenDue = new LoopWorker('rebuild of indices of an earlier version', LOOK_EVERY_MS, step, context.logger);
  }

  /** From now on it rebuilds indices of an earlier version by itself, and all when it is asked to. */
  start(): void {
    this.#whenDue.start();
  }

  /** Gives up a rebuild that is under way: a half of one is of no use. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#whenDue.stop();
    await this.#running;
  }

  /** Rebuilds all indices where one is of an earlier version, unless another instance does. The next look is later. */
  async rebuildIfDue(): Promise<false> {
    if ((await isRebuildDue(this.context.engine)) && (await this.#claim())) await this.#running;
    return false;
  }

  /** Begins a rebuild, which then goes on by itself; throws `conflict` while one is under way. */
  async begin(): Promise<void> {
    if (!(await this.#claim())) throw conflict('A rebuild is under way.');
  }

  /** Waits for the end of what `begin` began. */
  async ended(): Promise<void> {
    await this.#running;
  }

  /** Begins a rebuild, unless one is under way; returns whether it did. */
  async #claim(): Promise<boolean> {
    const { database, logger } = this.context;
    const stamp = String(Date.now());
    if (!(await claimRebuild(database, stamp))) return false;
    this.#running = this.#run(stamp).catch((error) => logger.error({ err: error }, 'a rebuild could not be ended'));
    return true;
  }

  async #run(stamp: string): Promise<void> {
    const { database, engine, logger } = this.context;
    const documents: Documents = { users: 0, posts: 0, hashtags: 0 };
    // Between two reports as well: Elasticsearch may take its time.
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
      // First that nothing is written to them any more, then the indices.
      await endRebuild(database.manager, stamp, (error as Error).message);
      await dropUnusedIndices(engine, stamp);
    } finally {
      clearInterval(heartbeat);
    }
  }

  /** Fills the new indices, and counts what it puts into them. */
  async #fill(stamp: string, documents: Documents): Promise<void> {
    const { context } = this;
    for await (const { items } of this.#pages(context.exports.profiles)) {
      await this.#patiently(() => rebuildUsers(context, stamp, items));
      documents.users += items.length;
      await this.#report(stamp, documents);
    }
    for await (const page of this.#pages(context.exports.posts)) {
      await this.#patiently(() => rebuildPosts(context, stamp, page));
      documents.posts += page.items.length;
      await this.#report(stamp, documents);
    }
    for (let after: string | null = ''; after !== null; ) {
      const start: string = after;
      const { indexed, next } = await this.#patiently(() => rebuildHashtags(context, stamp, start));
      documents.hashtags += indexed;
      await this.#report(stamp, documents);
      after = next;
    }
  }

  async #report(stamp: string, documents: Documents): Promise<void> {
    if (this.#stopping) throw new Error('The service was stopped.');
    await reportRebuild(this.context.database.manager, { stamp, documents });
  }

  /** Every page of an export, with where it begins and ends. */
  async *#pages<Item>(read: Read<Item>): AsyncGenerator<{ after: string; through: string; items: Item[] }> {
    for (let after: string | null = '0'; after !== null; ) {
      const range: { after: string } = { after };
      const { items, next }: ExportPage<Item> = await this.#patiently(() => read(range));
      yield { after, through: next ?? END, items };
      after = next;
    }
  }

  /** Each step can be done twice: its rows have versions. */
  async #patiently<T>(step: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await step();
      } catch (error) {
        const away = mayPass(error) || (error instanceof AppError && error.code === 'unavailable');
        if (!away || attempt === ATTEMPTS || this.#stopping) throw error;
        this.context.logger.warn({ err: error }, 'a part of the system does not answer; asking again');
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}
