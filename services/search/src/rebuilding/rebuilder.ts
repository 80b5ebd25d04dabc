import type { ExportPage } from '@townsquare/contracts';
import { AppError, conflict, END, type Worker } from '@townsquare/kit';
import type { Parts } from '../context.js';
import { countNextDocuments, createNextIndices, dropUnusedIndices, swapIndices } from '../data/next-indices.js';
import { claimRebuild, endRebuild, type Rebuild, reportRebuild } from '../data/rebuilds.js';
import { rebuildHashtags } from './rebuild-hashtags.js';
import { rebuildPosts } from './rebuild-posts.js';
import { rebuildUsers } from './rebuild-users.js';

type Documents = Rebuild['documents'];
type Read<Item> = (range: { after: string }) => Promise<ExportPage<Item>>;

/** An owner that is being restarted is asked again for about half a minute. */
const ATTEMPTS = 30;
const PAUSE_MS = 1_000;

/**
 * Builds all indices anew from the owners' data, beside the live ones, which take every write meanwhile as the new ones
 * do. Versions make it safe: a row that was read before its event came is older, and loses.
 */
export class Rebuilder implements Worker {
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(private readonly context: Parts) {}

  /** It works when it is asked to. */
  start(): void {}

  /** Gives up a rebuild that is under way: a half of one is of no use. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  /** Begins a rebuild, which then goes on by itself; throws `conflict` while one is under way. */
  async begin(stamp = String(Date.now())): Promise<void> {
    const { database, logger } = this.context;
    if (!(await claimRebuild(database, stamp))) throw conflict('A rebuild is under way.');
    this.#running = this.#run(stamp).catch((error) => logger.error({ err: error }, 'a rebuild could not be ended'));
  }

  /** Waits for the end of what `begin` began. */
  async ended(): Promise<void> {
    await this.#running;
  }

  async #run(stamp: string): Promise<void> {
    const { database, engine, logger } = this.context;
    try {
      await dropUnusedIndices(engine);
      await createNextIndices(engine, stamp);
      const documents = await this.#fill(stamp);
      await this.#report(stamp, documents);
      await swapIndices(engine, stamp);
      await endRebuild(database.manager, stamp, null);
      logger.info({ documents }, 'the search indices have been rebuilt');
    } catch (error) {
      logger.error({ err: error }, 'the search indices were not rebuilt');
      // First that nothing is written to them any more, then the indices.
      await endRebuild(database.manager, stamp, (error as Error).message);
      await dropUnusedIndices(engine, stamp);
    }
  }

  /** Fills the new indices; answers what they hold. */
  async #fill(stamp: string): Promise<Documents> {
    const { context } = this;
    const documents: Documents = { users: 0, posts: 0, hashtags: 0 };
    for await (const { items } of this.#pages(context.exports.profiles)) {
      await rebuildUsers(context, stamp, items);
      documents.users += items.length;
      await this.#report(stamp, documents);
    }
    for await (const page of this.#pages(context.exports.posts)) {
      await rebuildPosts(context, stamp, page);
      documents.posts += page.items.length;
      await this.#report(stamp, documents);
    }
    for (let after: string | null = ''; after !== null; ) {
      const { indexed, next } = await rebuildHashtags(context, stamp, after);
      documents.hashtags += indexed;
      await this.#report(stamp, documents);
      after = next;
    }
    return countNextDocuments(context.engine, stamp);
  }

  async #report(stamp: string, documents: Documents): Promise<void> {
    if (this.#stopping) throw new Error('The service was stopped.');
    await reportRebuild(this.context.database.manager, { stamp, documents });
  }

  /** Every page of an export, with where it begins and ends. */
  async *#pages<Item>(read: Read<Item>): AsyncGenerator<{ after: string; through: string; items: Item[] }> {
    for (let after: string | null = '0'; after !== null; ) {
      const { items, next }: ExportPage<Item> = await this.#patiently(read, after);
      yield { after, through: next ?? END, items };
      after = next;
    }
  }

  async #patiently<Item>(read: Read<Item>, after: string): Promise<ExportPage<Item>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await read({ after });
      } catch (error) {
        const mayPass = error instanceof AppError && error.code === 'unavailable';
        if (!mayPass || attempt === ATTEMPTS || this.#stopping) throw error;
        this.context.logger.warn({ err: error }, 'an owner does not answer; asking again');
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}
