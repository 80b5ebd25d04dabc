import type { estypes } from '@elastic/elasticsearch';

/** An index: the form of its documents and how they are stored. The service uses it by `name`, which is an alias. */
export interface IndexDefinition {
  name: 'users' | 'posts' | 'hashtags';
  /** Grows when the documents must be written again: when the mappings change, or what the indexer makes of a text. */
  version: number;
  mappings: estypes.MappingTypeMapping;
}
export type IndexName = IndexDefinition['name'];

/**
 * The settings of all indices. A document can be found at most 200 ms after it is written; a refresh without changes costs
 * nothing. The replica is created when a second node can hold it.
 */
export const SETTINGS: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  refresh_interval: '200ms',
};

const keyword: estypes.MappingProperty = { type: 'keyword' };
/** Words that the indexer has folded, separated by spaces. */
const words: estypes.MappingTextProperty = { type: 'text', analyzer: 'whitespace' };
const wordsAndPrefixes: estypes.MappingTextProperty = { ...words, index_prefixes: { min_chars: 1, max_chars: 10 } };
/** A text in the forms that the indexer makes, see `domain/words.ts`: all of its analysis is done there. */
const indexedText: estypes.MappingProperty = {
  properties: { parts: wordsAndPrefixes, joined: wordsAndPrefixes, characters: words },
};
/** What is stored and returned, but not searched. */
const shownOnly: estypes.MappingProperty = { type: 'object', enabled: false };

const users: IndexDefinition = {
  name: 'users',
  version: 2,
  mappings: {
    dynamic: 'strict',
    properties: {
      deleted: { type: 'boolean' },
      userId: keyword,
      username: keyword,
      usernameWords: indexedText,
      fullName: indexedText,
      bio: indexedText,
      status: keyword,
      createdAt: { type: 'date' },
    },
  },
};

const posts: IndexDefinition = {
  name: 'posts',
  version: 2,
  mappings: {
    dynamic: 'strict',
    properties: {
      deleted: { type: 'boolean' },
      postId: keyword,
      authorId: keyword,
      isPrivate: { type: 'boolean' },
      content: indexedText,
      hashtags: keyword,
      hasMedia: { type: 'boolean' },
      createdAt: { type: 'date' },
      post: shownOnly,
    },
  },
};

const hashtags: IndexDefinition = {
  name: 'hashtags',
  version: 2,
  mappings: {
    dynamic: 'strict',
    properties: {
      tag: keyword,
      folded: keyword,
      posts: { type: 'integer' },
    },
  },
};

export const INDICES: readonly IndexDefinition[] = [users, posts, hashtags];
