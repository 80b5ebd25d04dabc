import type { Difference, Page, Recounter } from './pages.js';

/** How a look at a part ended: what was looked at, and the pages on which it parts from what it should be. */
export interface Checked {
  readonly checked: number;
  readonly pages: readonly Page[];
}

/**
 * Pauses before each of the looks that a difference must outlast: events are on their way while the town is open, and what
 * is about to be set right by one is no difference.
 */
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000];

/** A service takes so many repairs at a time. */
const repairsAtATime = 200;

type Pause = (ms: number) => Promise<unknown>;

/** Looks at every page of a part, and answers those differences that stay as they are. */
export async function checkPart(
  part: Recounter,
  pause: Pause,
  note: (text: string) => void = () => {},
): Promise<Checked> {
  let checked = 0;
  let pages: Page[] = [];
  for (let after: string | null = '0'; after !== null; ) {
    const page: Page = await part.check(after);
    checked += page.checked;
    if (page.differences.length > 0) pages.push(page);
    note(`${checked} looked at`);
    after = page.through;
  }
  for (const ms of pausesMs) {
    if (pages.length === 0) break;
    note(`${count(pages)} seem to differ; looking again`);
    await pause(ms);
    pages = await lasting(part, pages);
  }
  return { checked, pages };
}

/** Has what differs set right, and answers what still does after that. */
export async function repairPart(part: Recounter, { pages }: Checked, pause: Pause): Promise<Checked> {
  const repaired: Page[] = [];
  for (const page of pages) {
    for (let start = 0; start < page.differences.length; start += repairsAtATime) {
      await part.again(page, page.differences.slice(start, start + repairsAtATime));
    }
    repaired.push(await part.again(page));
  }
  let left = repaired.filter(({ differences }) => differences.length > 0);
  for (const ms of pausesMs) {
    if (left.length === 0) break;
    await pause(ms);
    left = await lasting(part, left);
  }
  return { checked: pages.length, pages: left };
}

/** The pages as they are now, with those differences that were there before and are the same now. */
async function lasting(part: Recounter, pages: readonly Page[]): Promise<Page[]> {
  const now: Page[] = [];
  for (const before of pages) {
    const page = await part.again(before);
    const differences = page.differences.filter((one) => before.differences.some((other) => isSame(one, other)));
    if (differences.length > 0) now.push({ ...page, differences });
  }
  return now;
}

/** How many differences there are. */
export function count(pages: readonly Page[]): number {
  return pages.reduce((sum, { differences }) => sum + differences.length, 0);
}

function isSame(one: Difference, other: Difference): boolean {
  return one.what === other.what && one.id === other.id && one.is === other.is && one.should === other.should;
}
