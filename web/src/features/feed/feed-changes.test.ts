import { describe, expect, test } from '@jest/globals';
import type { Post } from '../posts/post-queries';
import { countNew, withFirstPage, withNewest } from './feed-changes';

const post = (id: number) => ({ id: String(id) }) as Post;
const page = (...ids: number[]) => ({
  items: ids.map(post),
  nextCursor: ids.length > 0 ? `after ${ids.at(-1)}` : null,
});
type Feed = Parameters<typeof withNewest>[0];
const feed = (...pages: ReturnType<typeof page>[]): Feed => ({ pages, pageParams: pages.map(() => undefined) });
const idsOf = ({ pages }: Feed) => pages.map(({ items }) => items.map(({ id }) => Number(id)));

describe('the home feed', () => {
  test('has new posts before all others, each once', () => {
    expect(idsOf(withNewest(feed(page(5, 4), page(3)), [post(6), post(4)]))).toEqual([[6, 4, 5], [3]]);
  });

  test('keeps its pages where the page that was read again reaches them', () => {
    expect(idsOf(withFirstPage(feed(page(5, 4), page(3)), page(7, 6, 5)))).toEqual([[7, 6, 5, 4], [3]]);
  });

  test('begins anew where posts are missing between what is new and what is known', () => {
    const changed = withFirstPage(feed(page(5, 4), page(3)), page(9, 8));
    expect(idsOf(changed)).toEqual([[9, 8]]);
    expect(changed.pages[0]!.nextCursor).toBe('after 8');
  });

  test('counts the posts above those that are known', () => {
    expect([
      countNew(feed(page(5, 4)), page(7, 6, 5)),
      countNew(feed(page(5)), page(9, 8)),
      countNew(feed(page(5)), page(5)),
    ]).toEqual([2, 2, 0]);
  });
});
