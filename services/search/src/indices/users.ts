import { foldedText, type IndexDefinition, keyword } from './index-definition.js';

export const usersIndex: IndexDefinition = {
  name: 'users',
  version: 1,
  mappings: {
    dynamic: 'strict',
    properties: {
      deleted: { type: 'boolean' },
      userId: keyword,
      username: keyword,
      usernameWords: foldedText,
      fullName: foldedText,
      bio: { type: 'text', analyzer: 'standard' },
      status: keyword,
      createdAt: { type: 'date' },
    },
  },
};
