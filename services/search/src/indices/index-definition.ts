import type { estypes } from '@elastic/elasticsearch';

/** An index: what its documents look like and how they are kept. Services know it by `name`, which is an alias. */
export interface IndexDefinition {
  name: 'users' | 'posts' | 'hashtags';
  /** Grows when the mappings change in a way that needs the documents to be written again. */
  version: number;
  mappings: estypes.MappingTypeMapping;
}

/**
 * Settings of all indices. What is written is found after at most 200 ms; a refresh with nothing new costs nothing. The
 * copy is there as soon as there is a second node to hold it.
 */
export const SETTINGS: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  refresh_interval: '200ms',
};

export const keyword: estypes.MappingProperty = { type: 'keyword' };

/** A text whose accents the indexer has taken off; the beginnings of words are indexed too. */
export const foldedText: estypes.MappingProperty = {
  type: 'text',
  analyzer: 'standard',
  index_prefixes: { min_chars: 1, max_chars: 10 },
};

/** What is only handed back. */
export const shownOnly: estypes.MappingProperty = { type: 'object', enabled: false };
