import type { estypes } from '@elastic/elasticsearch';
import type { SortValues } from '../domain/cursor.js';
import { MATCH_END, MATCH_START } from '../domain/highlight.js';
import type { IndexName } from '../indices/index.js';

/** A page of a search by a reader; null is one who is signed out. */
export interface PageOf {
  text: string;
  readerId: string | null;
  limit: number;
  after?: SortValues;
}

/** The order of what is found: as well as it matches, then the newest (or most used) first. It is total. */
export const BEST_FIRST: Record<IndexName, estypes.Sort> = {
  users: [{ _score: { order: 'desc' } }, { createdAt: 'desc' }, { userId: 'desc' }],
  posts: [{ _score: { order: 'desc' } }, { createdAt: 'desc' }, { postId: 'desc' }],
  hashtags: [{ _score: { order: 'desc' } }, { posts: 'desc' }, { tag: 'asc' }],
};

/** Fields come back whole, with the matches marked; the text that is shown is marked from that. */
export const MARKED = { number_of_fragments: 0, pre_tags: [MATCH_START], post_tags: [MATCH_END] };
