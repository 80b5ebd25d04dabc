import type { estypes } from '@elastic/elasticsearch';
import type { SortValues } from '../domain/cursor.js';
import { MATCH_END, MATCH_START, type Marked } from '../domain/highlight.js';
import { FORMS } from '../domain/words.js';
import type { IndexName } from '../indices/index.js';
import type { Hit } from '../indices/search-engine.js';

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

/** These fields come back whole, with the matches marked; the text that is shown is marked from that. */
export function marked(...fields: string[]): estypes.SearchHighlight {
  const forms = fields.flatMap((field) => FORMS.map((form) => [`${field}.${form}`, {}] as const));
  const marks = { pre_tags: [MATCH_START], post_tags: [MATCH_END] };
  return { number_of_fragments: 0, ...marks, fields: Object.fromEntries(forms) };
}

/** What was marked in the forms of one field. */
export function markedIn(field: string, marked: Hit<unknown>['marked']): Marked {
  return Object.fromEntries(
    FORMS.flatMap((form) => {
      const text = marked[`${field}.${form}`];
      return text === undefined ? [] : [[form, text]];
    }),
  );
}
