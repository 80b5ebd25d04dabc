import { hashtagsIndex } from './hashtags.js';
import type { IndexDefinition } from './index-definition.js';
import { postsIndex } from './posts.js';
import { usersIndex } from './users.js';

export type { IndexDefinition } from './index-definition.js';
export { SETTINGS } from './index-definition.js';

export type IndexName = IndexDefinition['name'];

export const INDICES: readonly IndexDefinition[] = [usersIndex, postsIndex, hashtagsIndex];
