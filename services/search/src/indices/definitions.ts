import type { estypes } from '@elastic/elasticsearch';

/** An index: what its documents look like and how they are kept. Services know it by `name`, which is an alias. */
export interface IndexDefinition {
  name: 'users' | 'posts' | 'hashtags';
  /** Grows when the documents have to be written again: the mappings change, or what the indexer makes of a text. */
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

/** Words that the indexer has folded, with blanks between them. */
const words: estypes.MappingTextProperty = { type: 'text', analyzer: 'whitespace' };
/** The beginnings of words are indexed too. */
const wordsAndBeginnings: estypes.MappingTextProperty = { ...words, index_prefixes: { min_chars: 1, max_chars: 10 } };

/** A text in the forms that the indexer gives it, see `domain/words.ts`: all of its analysis is done there. */
export const indexedText: estypes.MappingProperty = {
  properties: { parts: wordsAndBeginnings, joined: wordsAndBeginnings, characters: words },
};

/** What is only handed back. */
export const shownOnly: estypes.MappingProperty = { type: 'object', enabled: false };
