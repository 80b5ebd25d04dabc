import type { Database } from '@townsquare/kit';
import { rebuildState } from '../data/rebuilds.js';
import { TOMBSTONE } from '../domain/documents.js';
import type { IndexName } from './index-definitions.js';
import { IndexMissing, type SearchEngine, type VersionedDocument } from './search-engine.js';

/** The version of a deleted document's mark. It is above every version of a post or profile: a deletion is final. */
const FINAL_VERSION = Number.MAX_SAFE_INTEGER;

/** How a document was left: in this version or a later one, or marked as deleted. */
export interface Indexed {
  deleted: boolean;
}

/**
 * Writes changes to the live index, and to the new index of a running rebuild. A change that is committed at its owner before
 * the rebuild begins needs no second write: the rebuild reads it there. Not for a transaction, like the engine.
 */
export class IndexWriter {
  constructor(
    private readonly engine: SearchEngine,
    private readonly database: Database,
  ) {}

  /** As the engine's `writeAll`. Returns how many rebuilds had begun before. */
  async writeAll(index: IndexName, documents: VersionedDocument[]): Promise<number> {
    const { begun, running } = await rebuildState(this.database.manager);
    // In this order: if the indices are swapped between the two writes, the second one goes to the new index.
    if (running !== undefined) await this.engine.writeAll(index, documents, running).catch(unlessMissing);
    await this.engine.writeAll(index, documents);
    return begun;
  }

  /** Marks a document as deleted: no version of it is indexed from now on. Returns how many rebuilds had begun before. */
  markDeleted(index: IndexName, id: string): Promise<number> {
    return this.writeAll(index, [{ id, version: FINAL_VERSION, document: TOMBSTONE }]);
  }

  /**
   * Writes a version of a document. If `isDeleted` says afterwards that its thing is deleted, it marks the document as
   * deleted: an index that was rebuilt has no marks of earlier deletions.
   */
  async writePresent(
    index: IndexName,
    document: VersionedDocument,
    isDeleted: () => Promise<boolean>,
  ): Promise<Indexed> {
    await this.writeAll(index, [document]);
    const deleted = await isDeleted();
    if (deleted) await this.markDeleted(index, document.id);
    return { deleted };
  }
}

/** A thing was deleted between the write of its document and the transaction: the next delivery marks the document. */
export class DeletedMeanwhile extends Error {
  constructor() {
    super('It was deleted while its document was written.');
  }
}

/** Ignores that the index of the rebuild is missing: the rebuild has ended. */
function unlessMissing(error: unknown): void {
  if (!(error instanceof IndexMissing)) throw error;
}
