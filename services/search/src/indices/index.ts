import type { IndexDefinition } from './definitions.js';
import { hashtagsIndex } from './hashtags.js';
import { postsIndex } from './posts.js';
import { usersIndex } from './users.js';

export type { IndexDefinition } from './definitions.js';
export { SETTINGS } from './definitions.js';

export type IndexName = IndexDefinition['name'];

export const INDICES: readonly IndexDefinition[] = [usersIndex, postsIndex, hashtagsIndex];
