import { type IndexDefinition, indexedText, keyword } from './definitions.js';

export const usersIndex: IndexDefinition = {
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
