import type { EntityManager } from 'typeorm';
import { runningRebuild } from '../data/rebuilds.js';
import type { IndexName } from './index.js';
import { IndexMissing, type SearchEngine, type VersionedDocument } from './search-engine.js';

/**
 * Brings what happens into the live index, and into the one that a rebuild makes beside it. What is not seen to be
 * rebuilt just now needs no more: its owner had it before the rebuild began to ask.
 */
export class IndexWriter {
  constructor(private readonly engine: SearchEngine) {}

  /** As the engine's `writeAll`. `manager` is that of the transaction that the change belongs to. */
  async writeAll(manager: EntityManager, index: IndexName, documents: VersionedDocument[]): Promise<void> {
    if (documents.length === 0) return;
    const rebuild = await runningRebuild(manager);
    // In this order: if the new index takes the live one's place between the two, the second write is the one it gets.
    if (rebuild !== undefined) await this.engine.writeAll(index, documents, rebuild).catch(unlessMissing);
    await this.engine.writeAll(index, documents);
  }

  /** As `writeAll`, for one. */
  async write(manager: EntityManager, index: IndexName, document: VersionedDocument): Promise<void> {
    const rebuild = await runningRebuild(manager);
    if (rebuild !== undefined) await this.engine.write(index, document, rebuild).catch(unlessMissing);
    await this.engine.write(index, document);
  }
}

/** The rebuild has ended, one way or the other. */
function unlessMissing(error: unknown): void {
  if (!(error instanceof IndexMissing)) throw error;
}
