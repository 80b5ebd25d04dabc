import { describe, expect, test } from '@jest/globals';
import { fillPage } from './fill-page.js';

/** Candidates 1…total, of which those that `visible` accepts are shown, as text. */
function page(total: number, limit: number, visible: (n: number) => boolean, after = 0) {
  const reads: number[] = [];
  const read = async (last: number | undefined, count: number) => {
    reads.push(count);
    const from = last ?? after;
    return Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, index) => from + index + 1);
  };
  const show = async (candidates: number[]) => candidates.map((n) => (visible(n) ? `${n}` : undefined));
  return fillPage(limit, read, show).then((result) => ({ ...result, reads }));
}

describe('a page of visible items', () => {
  test('takes one read if nothing is hidden, and has the position of the next page', async () => {
    expect(await page(10, 3, () => true)).toEqual({ items: ['1', '2', '3'], last: 3, reads: [4] });
  });

  test('has no next page after the last item', async () => {
    expect(await page(3, 3, () => true)).toEqual({ items: ['1', '2', '3'], last: undefined, reads: [4] });
    expect(await page(0, 3, () => true)).toEqual({ items: [], last: undefined, reads: [4] });
  });

  test('is full although some items are hidden', async () => {
    expect(await page(50, 3, (n) => n % 10 === 0)).toMatchObject({ items: ['10', '20', '30'], last: 30 });
  });

  test('has no next page if only hidden items follow', async () => {
    expect(await page(50, 3, (n) => n <= 3)).toMatchObject({ items: ['1', '2', '3'], last: undefined });
  });

  test('ends after some hundreds of hidden items, and the next page continues there', async () => {
    const first = await page(2_000, 3, (n) => n > 600);
    expect(first).toMatchObject({ items: [], last: 504 });
    expect(await page(2_000, 3, (n) => n > 600, first.last)).toMatchObject({ items: ['601', '602', '603'], last: 603 });
  });

  test('after page has each visible item once, and no hidden one', async () => {
    const visible = (n: number) => n % 3 !== 0;
    const seen: string[] = [];
    let after: number | undefined = 0;
    while (after !== undefined) {
      const { items, last }: { items: string[]; last: number | undefined } = await page(100, 7, visible, after);
      seen.push(...items);
      after = last;
    }
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => `${index + 1}`).filter((n) => visible(Number(n))));
  });
});
