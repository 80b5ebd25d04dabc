import type { Context } from '../context.js';
import type { SortValues } from '../domain/cursor.js';
import type { HashtagDocument } from '../domain/documents.js';
import { hashtagsBegunQuery, hashtagsQuery } from '../domain/queries.js';
import { typedName } from '../domain/search-text.js';
import type { FoundHashtag } from '../views/found-item.js';
import { BEST_FIRST, type Found, NOTHING, type PageOf, readPage } from './search-page.js';

/** Finds hashtags by their spelling, with their numbers of public posts. */
export async function findHashtags({ engine }: Context, search: PageOf): Promise<Found<FoundHashtag>> {
  if (typedName(search.text) === '') return NOTHING;
  const query = hashtagsQuery(search.text);
  const read = (size: number, after?: SortValues) =>
    engine.search<HashtagDocument>('hashtags', { query, size, after, sort: BEST_FIRST.hashtags });
  return readPage(search, read, async (hits) =>
    hits.map(({ document: { tag, posts } }): FoundHashtag => ({ kind: 'hashtag', tag, posts })),
  );
}

/** Finds hashtags that begin with what was typed so far, the most used first. */
export async function suggestHashtags(
  { engine }: Context,
  { text, limit }: Pick<PageOf, 'text' | 'limit'>,
): Promise<{ tag: string; posts: number }[]> {
  if (typedName(text) === '') return [];
  const query = hashtagsBegunQuery(text);
  const hits = await engine.search<HashtagDocument>('hashtags', { query, size: limit, sort: BEST_FIRST.hashtags });
  return hits.map(({ document: { tag, posts } }) => ({ tag, posts }));
}
