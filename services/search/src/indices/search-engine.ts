import { Client, errors, type estypes, Transport } from '@elastic/elasticsearch';
import { refuseInTransaction, unavailable } from '@townsquare/kit';
import type { SortValues } from '../domain/cursor.js';
import type { IndexName } from './index-definitions.js';

/** A user waits for a search. A write may take longer: its event is delivered again if it fails. */
const SEARCH_TIMEOUT_MS = 3_000;
const WRITE_TIMEOUT_MS = 10_000;

/** The limit for all other requests: creating, deleting and swapping indices waits for other changes of the cluster. */
const CHANGE_TIMEOUT_MS = 60_000;

/** A version of a document to be indexed. */
export interface VersionedDocument {
  id: string;
  version: number;
  document: object;
}

export interface SearchRequest extends Omit<estypes.SearchRequest, 'index' | 'search_after'> {
  after?: SortValues;
}

/** A search result: the indexed document, its position in the order, and its fields with the matches marked. */
export interface Hit<Document> {
  document: Document;
  sort: SortValues;
  marked: Record<string, string | undefined>;
}

/** Elasticsearch has no index with this name. */
export class IndexMissing extends Error {
  constructor(name: string) {
    super(`Elasticsearch has no index ${name}.`);
  }
}

/** Sends a client's requests, and refuses all of them while the caller's own transaction is open. */
class OutsideTransactions extends Transport {
  override getConnection(options: Parameters<Transport['getConnection']>[0]) {
    refuseInTransaction('Elasticsearch was called');
    return super.getConnection(options);
  }
}

/** The requests to Elasticsearch. They use only its core features, so that every distribution supports them. */
export class SearchEngine {
  constructor(
    readonly client: Client,
    /** Precedes the names of all indices, so that several towns or tests can share one cluster. */
    private readonly prefix = '',
  ) {}

  static connect(url: string, prefix?: string): SearchEngine {
    const options = { node: url, maxRetries: 1, requestTimeout: CHANGE_TIMEOUT_MS, Transport: OutsideTransactions };
    return new SearchEngine(new Client(options), prefix);
  }

  /** The name of the live index, or of the new index of a rebuild. Both are aliases. */
  alias(index: IndexName, rebuild?: string): string {
    return `${this.prefix}${index}${rebuild === undefined ? '' : `-next-${rebuild}`}`;
  }

  /**
   * Writes each document unless the index has this version of it or a later one: order and repetition do not matter. Throws if one of
   * them could not be written, and `IndexMissing` if the index does not exist.
   */
  async writeAll(index: IndexName, documents: VersionedDocument[], rebuild?: string): Promise<void> {
    if (documents.length === 0) return;
    const operations = documents.flatMap(({ id, version, document }) => [
      { index: { _id: id, version, version_type: 'external' as const, require_alias: true } },
      document,
    ]);
    const target = this.alias(index, rebuild);
    const { items } = await this.client.bulk({ index: target, operations }, { requestTimeout: WRITE_TIMEOUT_MS });
    const failed = items.find(({ index: item }) => item?.error && item.status !== 409);
    if (failed?.index?.status === 404) throw new IndexMissing(target);
    if (failed) throw new Error(`Elasticsearch refused a document: ${JSON.stringify(failed.index?.error)}`);
  }

  /** The matching documents in the order of the request; throws `unavailable` if Elasticsearch does not respond. */
  async search<Document>(index: IndexName, { after, ...request }: SearchRequest): Promise<Hit<Document>[]> {
    const body = { ...request, index: this.alias(index), track_total_hits: false, search_after: after };
    const answer = await this.client
      .search<Document>(body, { requestTimeout: SEARCH_TIMEOUT_MS })
      .catch((error: unknown) => {
        // A refused query is an error in this service: Elasticsearch is available.
        if (!(error instanceof errors.ElasticsearchClientError) || statusOf(error) === 400) throw error;
        throw unavailable('Elasticsearch', error);
      });
    return answer.hits.hits.map((hit) => ({
      document: hit._source as Document,
      sort: hit.sort as SortValues,
      marked: Object.fromEntries(Object.entries(hit.highlight ?? {}).map(([field, [text]]) => [field, text])),
    }));
  }

  /** Whether a search finds a document in this version or a later one. */
  async isFindable(index: IndexName, id: string, version: number): Promise<boolean> {
    const query = { ids: { values: [id] } };
    const answer = await this.client.search(
      { index: this.alias(index), query, version: true, _source: false, track_total_hits: false },
      { requestTimeout: SEARCH_TIMEOUT_MS },
    );
    return answer.hits.hits.some((hit) => Number(hit._version) >= version);
  }

  /** Makes all written documents findable at once; for tests. */
  async refresh(): Promise<void> {
    await this.client.indices.refresh({ index: `${this.prefix}*` });
  }

  /** The state of the cluster: `green`, `yellow` or `red`. Throws if it does not respond. */
  async health(): Promise<string> {
    const health = await this.client.cluster.health({}, { requestTimeout: SEARCH_TIMEOUT_MS, maxRetries: 0 });
    return health.status;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/** The HTTP status with which Elasticsearch refused a request. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? error.statusCode : undefined;
}

/** Whether a failed request may succeed later: Elasticsearch was unreachable or overloaded. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  return (
    error instanceof errors.ConnectionError || error instanceof errors.TimeoutError || status === 429 || status === 503
  );
}
