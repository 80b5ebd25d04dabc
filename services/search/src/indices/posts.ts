import { foldedText, type IndexDefinition, keyword, shownOnly } from './index-definition.js';

export const postsIndex: IndexDefinition = {
  name: 'posts',
  version: 1,
  mappings: {
    dynamic: 'strict',
    properties: {
      deleted: { type: 'boolean' },
      postId: keyword,
      authorId: keyword,
      isPrivate: { type: 'boolean' },
      content: foldedText,
      hashtags: keyword,
      createdAt: { type: 'date' },
      post: shownOnly,
    },
  },
};
