import { describe, expect, test } from '@jest/globals';
import type { Difference, Page, Recounter } from '../src/recount/pages.js';
import { checkPart, count, repairPart } from '../src/recount/recount-part.js';

const difference = (id: string, is = '1', should = '2'): Difference => ({ what: 'likes', id, is, should });
const idsOf = (pages: readonly Page[]) => pages.flatMap((page) => page.differences.map(({ id }) => id));

/** A part with pages of ten rows, whose differences a test sets and changes. */
class FakePart implements Recounter {
  readonly service = 'engagement';
  readonly part = 'counters';
  /** Looks at a page, in order. */
  readonly looks: string[] = [];
  repairable = true;

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
    if (this.repairable)
      this.pages[index] = this.pages[index]!.filter((one) => !repair.some(({ id }) => id === one.id));
    return { ...this.page(index), through: page.through };
  }

  private page(index: number): Page {
    return { after: String(index * 10), through: null, checked: 10, differences: [...this.pages[index]!] };
  }
}

const noPause = async () => {};

describe('a recount', () => {
  test('looks at every page, and again only at those that differ', async () => {
    const part = new FakePart([[], [difference('11')], []]);
    const { checked, pages } = await checkPart(part, noPause);
    expect(checked).toBe(30);
    expect(idsOf(pages)).toEqual(['11']);
    expect(new Set(part.looks)).toEqual(new Set(['10']));
  });

  test('takes for a difference only what stays as it is', async () => {
    const part = new FakePart([[difference('1'), difference('2'), difference('3')]], (look) => {
      // 2 gets its event; 3 is counted on and on; 4 comes up late, 5 as another value.
      if (look === 2) part.pages[0] = [difference('1'), difference('3', '2', '3'), difference('4')];
    });
    expect(idsOf((await checkPart(part, noPause)).pages)).toEqual(['1']);
  });

  test('is done at once when nothing differs', async () => {
    const waits: number[] = [];
    const { pages } = await checkPart(new FakePart([[], []]), async (ms) => waits.push(ms));
    expect(pages).toEqual([]);
    expect(waits).toEqual([]);
  });
});

describe('a repair', () => {
  test('sets right what differs, some at a time, and answers that nothing is left', async () => {
    const part = new FakePart([Array.from({ length: 450 }, (_, index) => difference(`${index}`))]);
    const found = await checkPart(part, noPause);
    const before = part.looks.length;
    const left = await repairPart(part, found, noPause);
    expect(count(found.pages)).toBe(450);
    expect(count(left.pages)).toBe(0);
    expect(part.looks.length - before).toBe(4);
  });

  test('tells what could not be set right', async () => {
    const part = new FakePart([[difference('1')]]);
    part.repairable = false;
    const left = await repairPart(part, await checkPart(part, noPause), noPause);
    expect(idsOf(left.pages)).toEqual(['1']);
  });
});
