import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Page } from '../../api/client';
import type { Post } from '../posts/post-queries';

type Feed = InfiniteData<Page<Post>, string | undefined>;

/** The feed with these posts before all others, each once. */
export function withNewest(feed: Feed, posts: Post[]): Feed {
  const [first, ...rest] = feed.pages;
  if (!first) return feed;
  const added = new Set(posts.map(({ id }) => id));
  const items = [...posts, ...first.items.filter(({ id }) => !added.has(id))];
  return { ...feed, pages: [{ ...first, items }, ...rest] };
}

/**
 * The feed after its first page was read again. Where that page reaches the posts that are known, the new ones come before
 * them, and the rest stays. Else there is a gap between them, and the feed begins anew.
 */
export function withFirstPage(feed: Feed, page: Page<Post>): Feed {
  const known = new Set(feed.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  if (!page.items.some(({ id }) => known.has(id))) return { pages: [page], pageParams: [undefined] };
  return withNewest(
    feed,
    page.items.filter(({ id }) => !known.has(id)),
  );
}

/** How many posts at the top of this page the feed does not have yet. */
export function countNew(feed: Feed | undefined, page: Page<Post>): number {
  const known = new Set(feed?.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const end = page.items.findIndex(({ id }) => known.has(id));
  return end === -1 ? page.items.length : end;
}

export const feedKey = ['posts', 'feed'];

/** Puts posts at the top of the reader's feed, if it was read. */
export function addToFeed(client: QueryClient, posts: Post[]): void {
  client.setQueryData<Feed>(feedKey, (feed) => feed && withNewest(feed, posts));
}
