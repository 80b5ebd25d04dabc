import { describe, expect, test } from '@jest/globals';
import {
  count,
  type Difference,
  lasting,
  lookAt,
  type Page,
  type Recounter,
  repair,
  type Suspect,
} from '../src/operator/recounter.js';

const difference = (id: string, is = '1', should = '2'): Difference => ({ what: 'likes', id, is, should });
const idsOf = (suspects: readonly Suspect[]) => suspects.flatMap(({ page }) => page.differences.map(({ id }) => id));

/** A part with pages of ten rows, whose differences a test sets and changes. */
class FakePart implements Recounter {
  readonly service = 'engagement';
  readonly part = 'counters';
  /** Looks at a page, in order. */
  readonly looks: string[] = [];

  /** `pages` are the differences of each page; `change` is called before each look after the first at every page. */
  constructor(
    readonly pages: Difference[][],
    private readonly change: (look: number) => void = () => {},
  ) {}

  async check(after: string): Promise<Page> {
    const index = Number(after) / 10;
    return { ...this.page(index), through: index + 1 < this.pages.length ? String(Number(after) + 10) : null };
  }

  async again(page: Page, repair: readonly Difference[] = []): Promise<Page> {
    this.looks.push(page.after);
    this.change(this.looks.length);
    const index = Number(page.after) / 10;

    this.pages[index] = this.pages[index]!.filter((one) => !repair.some(({ id }) => id === one.id));
    return { ...this.page(index), through: page.through };
  }

  private page(index: number): Page {
    return { after: String(index * 10), through: null, checked: 10, differences: [...this.pages[index]!] };
  }
}

const noPause = async () => {};

describe('a recount', () => {
  test('compares each page once, and again only the pages that differ', async () => {
    const part = new FakePart([[], [difference('11')], []]);
    const { checked, suspects } = await lookAt(part);
    expect(checked).toBe(30);
    expect(idsOf(await lasting(suspects, noPause))).toEqual(['11']);
    expect(new Set(part.looks)).toEqual(new Set(['10']));
  });

  test('counts only the differences that stay the same', async () => {
    const part = new FakePart([[difference('1'), difference('2'), difference('3')]], (look) => {
      // The event of 2 arrives; 3 keeps changing; 4 appears only now.
      if (look === 2) part.pages[0] = [difference('1'), difference('3', '2', '3'), difference('4')];
    });
    expect(idsOf(await lasting((await lookAt(part)).suspects, noPause))).toEqual(['1']);
  });

  test('stops waiting once nothing differs', async () => {
    const part = new FakePart([[difference('1')]], () => {
      part.pages[0] = [];
    });
    const waits: number[] = [];
    const left = await lasting((await lookAt(part)).suspects, async (ms) => waits.push(ms));
    expect(left).toEqual([]);
    expect(waits).toHaveLength(1);
  });
});

test('a repair sends the differences in several requests', async () => {
  const part = new FakePart([Array.from({ length: 450 }, (_, index) => difference(`${index}`)), [difference('451')]]);
  const { suspects } = await lookAt(part);
  expect(count(suspects)).toBe(451);
  await repair(suspects);
  expect(part.looks).toEqual(['0', '0', '0', '10']);
  expect((await lookAt(part)).suspects).toEqual([]);
});
