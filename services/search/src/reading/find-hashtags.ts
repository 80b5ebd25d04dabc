import type { Context } from '../context.js';
import type { SortValues } from '../domain/cursor.js';
import type { HashtagDocument } from '../domain/documents.js';
import { hashtagsBegunQuery, hashtagsQuery } from '../domain/queries.js';
import { typedName } from '../domain/search-text.js';
import { type Found, NOTHING, readPage } from './read-page.js';
import { BEST_FIRST, type PageOf } from './search-page.js';

export interface FoundHashtag {
  kind: 'hashtag';
  tag: string;
  posts: number;
}

/** Hashtags by their spelling, and how many public posts carry each. */
export async function findHashtags({ engine }: Context, search: PageOf): Promise<Found<FoundHashtag>> {
  if (typedName(search.text) === '') return NOTHING;
  const query = hashtagsQuery(search.text);
  const read = (size: number, after?: SortValues) =>
    engine.search<HashtagDocument>('hashtags', { query, size, after, sort: BEST_FIRST.hashtags });
  return readPage(search, read, async (hits) =>
    hits.map(({ document: { tag, posts } }): FoundHashtag => ({ kind: 'hashtag', tag, posts })),
  );
}

/** Hashtags that begin as what was typed so far, the most used first. */
export async function suggestHashtags(
  { engine }: Context,
  { text, limit }: Pick<PageOf, 'text' | 'limit'>,
): Promise<{ tag: string; posts: number }[]> {
  if (typedName(text) === '') return [];
  const query = hashtagsBegunQuery(text);
  const hits = await engine.search<HashtagDocument>('hashtags', { query, size: limit, sort: BEST_FIRST.hashtags });
  return hits.map(({ document: { tag, posts } }) => ({ tag, posts }));
}
