import { type IndexDefinition, indexedText, keyword, shownOnly } from './definitions.js';

export const postsIndex: IndexDefinition = {
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
