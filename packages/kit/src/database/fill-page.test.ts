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

describe('a page of what may be shown', () => {
  test('takes one read when nothing is hidden, and tells where the next page begins', async () => {
    expect(await page(10, 3, () => true)).toEqual({ items: ['1', '2', '3'], last: 3, reads: [4] });
  });

  test('ends without a next page when all was shown', async () => {
    expect(await page(3, 3, () => true)).toEqual({ items: ['1', '2', '3'], last: undefined, reads: [4] });
    expect(await page(0, 3, () => true)).toEqual({ items: [], last: undefined, reads: [4] });
  });

  test('is full although some are hidden', async () => {
    expect(await page(50, 3, (n) => n % 10 === 0)).toMatchObject({ items: ['10', '20', '30'], last: 30 });
  });

  test('has no next page when only hidden ones follow', async () => {
    expect(await page(50, 3, (n) => n <= 3)).toMatchObject({ items: ['1', '2', '3'], last: undefined });
  });

  test('gives up after some hundreds of hidden ones, and goes on from there on the next page', async () => {
    const first = await page(2_000, 3, (n) => n > 600);
    expect(first).toMatchObject({ items: [], last: 504 });
    expect(await page(2_000, 3, (n) => n > 600, first.last)).toMatchObject({ items: ['601', '602', '603'], last: 603 });
  });

  test('read page by page, shows each one once and none that is hidden', async () => {
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
