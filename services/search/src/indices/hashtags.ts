import { type IndexDefinition, keyword } from './definitions.js';

export const hashtagsIndex: IndexDefinition = {
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
