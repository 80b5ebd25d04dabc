import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { api } from '../../api/client';
import { listOptions } from '../../api/lists';
import { keepPosts } from '../posts/post-queries';

export const SEARCH_TYPES = ['posts', 'people', 'hashtags'] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];
export type FoundItem = Schemas['FoundItem'];

export const suggestQuery = (text: string) =>
  queryOptions({
    queryKey: ['suggest', text],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/search/suggest', { params: { query: { q: text } }, signal })),
    placeholderData: keepPreviousData,
    enabled: text.trim() !== '',
  });

export const searchQuery = (client: QueryClient, text: string, type: SearchType) => ({
  ...listOptions<FoundItem>(['search', type, text], async (cursor, signal) => {
    const params = { query: { q: text, type, cursor } };
    const page = await unwrap(api.GET('/api/v1/search', { params, signal }));
    await keepPosts(
      client,
      page.items.flatMap((item) => (item.kind === 'post' ? [item.post] : [])),
    );
    return page;
  }),
  enabled: text.trim() !== '',
});
