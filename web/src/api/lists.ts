import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';
import type { Page } from './client';

/** The options of an endless list whose pages follow each other by cursor. */
export function listOptions<Item>(
  queryKey: QueryKey,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
