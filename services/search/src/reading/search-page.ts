import type { estypes } from '@elastic/elasticsearch';
import { fillPage } from '@townsquare/kit';
import type { SortValues } from '../domain/cursor.js';
import { MATCH_END, MATCH_START, type Marked } from '../domain/highlight.js';
import { FORMS } from '../domain/words.js';
import type { IndexName } from '../indices/index-definitions.js';
import type { Hit } from '../indices/search-engine.js';

/** A page of a search by a reader; `readerId` is null for a signed-out reader. */
export interface PageOf {
  text: string;
  readerId: string | null;
  limit: number;
  after?: SortValues;
}

/** What was found, and where the next page begins; null on the last page. */
export interface Found<Item> {
  items: Item[];
  next: SortValues | null;
}

/** The result of a search that looks for nothing. */
export const NOTHING: Found<never> = { items: [], next: null };

/**
 * Returns one page of what the reader may see. The query excludes what it can; `show` returns undefined for what only
 * search's own rows exclude, and more is then read in its place.
 */
export async function readPage<Document, Item>(
  { limit, after }: Pick<PageOf, 'limit' | 'after'>,
  read: (size: number, after: SortValues | undefined) => Promise<Hit<Document>[]>,
  show: (hits: Hit<Document>[]) => Promise<(Item | undefined)[]>,
): Promise<Found<Item>> {
  const readOn = (last: Hit<Document> | undefined, size: number) => read(size, last?.sort ?? after);
  const { items, last } = await fillPage(limit, readOn, show);
  return { items, next: last?.sort ?? null };
}

/** The order of results: by relevance, then the newest (or most used) first. It is total. */
export const BEST_FIRST: Record<IndexName, estypes.Sort> = {
  users: [{ _score: { order: 'desc' } }, { createdAt: 'desc' }, { userId: 'desc' }],
  posts: [{ _score: { order: 'desc' } }, { createdAt: 'desc' }, { postId: 'desc' }],
  hashtags: [{ _score: { order: 'desc' } }, { posts: 'desc' }, { tag: 'asc' }],
};

/** Requests these fields in full, with the matches marked. `highlight` transfers the marks to the text that is shown. */
export function marked(...fields: string[]): estypes.SearchHighlight {
  const forms = fields.flatMap((field) => FORMS.map((form) => [`${field}.${form}`, {}] as const));
  const marks = { pre_tags: [MATCH_START], post_tags: [MATCH_END] };
  return { number_of_fragments: 0, ...marks, fields: Object.fromEntries(forms) };
}

/** The forms of one field in which matches were marked. */
export function markedIn(field: string, marked: Hit<unknown>['marked']): Marked {
  return Object.fromEntries(
    FORMS.flatMap((form) => {
      const text = marked[`${field}.${form}`];
      return text === undefined ? [] : [[form, text]];
    }),
  );
}
