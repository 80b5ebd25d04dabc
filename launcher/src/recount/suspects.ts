import type { Difference, Page, Recounter } from './pages.js';

/** A page of a part that is not what it should be. */
export interface Suspect {
  readonly part: Recounter;
  readonly page: Page;
}

/**
 * Pauses before each of the looks that a difference must outlast: events are on their way while the town is open, and what
 * is about to be set right by one is no difference.
 */
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000];

/** A service takes so many repairs at a time. */
const repairsAtATime = 200;

type Note = (text: string) => void;
type Pause = (ms: number) => Promise<unknown>;

/** Looks at every page of a part once. */
export async function lookAt(
  part: Recounter,
  note: Note = () => {},
): Promise<{ checked: number; suspects: Suspect[] }> {
  let checked = 0;
  const suspects: Suspect[] = [];
  for (let after: string | null = '0'; after !== null; ) {
    const page: Page = await part.check(after);
    checked += page.checked;
    if (page.differences.length > 0) suspects.push({ part, page });
    note(`${checked} looked at`);
    after = page.through;
  }
  return { checked, suspects };
}

/** Those of the differences that stay as they are. */
export async function lasting(suspects: readonly Suspect[], pause: Pause, note: Note = () => {}): Promise<Suspect[]> {
  let left = [...suspects];
  for (const ms of pausesMs) {
    if (left.length === 0) break;
    note(`${count(left)} seem to differ`);
    await pause(ms);
    const looks = [];
    for (const suspect of left) looks.push(await lookAgain(suspect));
    left = looks.filter(({ page }) => page.differences.length > 0);
  }
  return left;
}

/** The page as it is now, with those differences that were there before and are the same now. */
async function lookAgain({ part, page: before }: Suspect): Promise<Suspect> {
  const page = await part.again(before);
  const differences = page.differences.filter((one) => before.differences.some((other) => isSame(one, other)));
  return { part, page: { ...page, differences } };
}

/** Has what differs set right, in the order in which it builds on each other. */
export async function repair(suspects: readonly Suspect[], note: Note = () => {}): Promise<void> {
  let repaired = 0;
  for (const { part, page } of suspects) {
    for (let start = 0; start < page.differences.length; start += repairsAtATime) {
      const some = page.differences.slice(start, start + repairsAtATime);
      await part.again(page, some);
      repaired += some.length;
      note(`${repaired} of ${count(suspects)}`);
    }
  }
}

/** How many differences there are. */
export function count(suspects: readonly Suspect[]): number {
  return suspects.reduce((sum, { page }) => sum + page.differences.length, 0);
}

function isSame(one: Difference, other: Difference): boolean {
  return one.what === other.what && one.id === other.id && one.is === other.is && one.should === other.should;
}
