import type { EntityManager } from 'typeorm';
import { runningRebuild } from '../data/rebuilds.js';
import type { IndexName } from './index-definitions.js';
import { IndexMissing, type SearchEngine, type VersionedDocument } from './search-engine.js';

/**
 * Writes changes to the live index, and to the new index of a running rebuild. A change that is committed before the rebuild
 * is visible needs no second write: the rebuild reads it from its owner.
 */
export class IndexWriter {
  constructor(private readonly engine: SearchEngine) {}

  /** As the engine's `writeAll`. `manager` is that of the change's transaction. */
  async writeAll(manager: EntityManager, index: IndexName, documents: VersionedDocument[]): Promise<void> {
    if (documents.length === 0) return;
    const rebuild = await runningRebuild(manager);
    // In this order: if the indices are swapped between the two writes, the second one goes to the new index.
    if (rebuild !== undefined) await this.engine.writeAll(index, documents, rebuild).catch(unlessMissing);
    await this.engine.writeAll(index, documents);
  }

  /** As `writeAll`, for one document. */
  async write(manager: EntityManager, index: IndexName, document: VersionedDocument): Promise<void> {
    const rebuild = await runningRebuild(manager);
    if (rebuild !== undefined) await this.engine.write(index, document, rebuild).catch(unlessMissing);
    await this.engine.write(index, document);
  }
}

/** Ignores that the index of the rebuild is missing: the rebuild has ended. */
function unlessMissing(error: unknown): void {
  if (!(error instanceof IndexMissing)) throw error;
}
