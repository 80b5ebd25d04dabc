import { describe, expect, test } from '@jest/globals';
import type { SortValues } from '../domain/cursor.js';
import { collect } from './collect.js';

const all = Array.from({ length: 40 }, (_, index) => ({ id: index, sort: [40 - index, 0, `${index}`] as SortValues }));
const read = async (size: number, after: SortValues | undefined) => {
  const start = after === undefined ? 0 : Number(after[2]) + 1;
  return all.slice(start, start + size);
};
const only = (visible: (id: number) => boolean) => async (hits: typeof all) =>
  hits.map(({ id }) => (visible(id) ? id : undefined));

describe('collecting a page', () => {
  test('pages follow one another without gap or repetition, whatever is hidden', async () => {
    const visible = (id: number) => id % 3 === 0;
    const seen: number[] = [];
    let after: SortValues | undefined;
    for (;;) {
      const page = await collect(4, after, read, only(visible));
      seen.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toEqual(all.map(({ id }) => id).filter(visible));
  });

  test('the last page says so, also when it is full', async () => {
    expect(
      await collect(
        40,
        undefined,
        read,
        only(() => true),
      ),
    ).toMatchObject({ next: null });
    expect(
      (
        await collect(
          40,
          undefined,
          read,
          only(() => true),
        )
      ).items,
    ).toHaveLength(40);
  });

  test('it gives up after a few rounds, and the next page goes on from there', async () => {
    const page = await collect(
      2,
      undefined,
      read,
      only((id) => id > 30),
    );
    expect(page.items).toEqual([]);
    expect(page.next?.[2]).toBe('14');
  });
});
