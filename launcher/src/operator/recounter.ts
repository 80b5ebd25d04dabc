import { callService, type Operator } from './operator.js';

/** Something that a service derives from others' rows and that is not what those say it should be. */
export interface Difference {
  readonly what: string;
  readonly id: string;
  readonly is: string;
  readonly should: string;
}

/** One page of one part of what a service can recount, and where it parts from what it should be. */
export interface Page {
  readonly after: string;
  /** Where it ends; null for the last one. */
  readonly through: string | null;
  readonly checked: number;
  readonly differences: readonly Difference[];
}

/** A part of a service, as the recount asks for it. */
export interface Recounter {
  readonly service: string;
  readonly part: string;
  check(after: string): Promise<Page>;
  /** Looks at a page again, and sets right those of the differences that are still there. */
  again(page: Page, repair?: readonly Difference[]): Promise<Page>;
}

/** The parts of a service, in the order in which they build on each other. */
export async function recountersOf(operator: Operator, service: string): Promise<Recounter[]> {
  const { parts } = await callService<{ parts: string[] }>(operator, service, 'GET', '/internal/recount');
  return parts.map((part) => recounter(operator, service, part));
}

function recounter(operator: Operator, service: string, part: string): Recounter {
  const path = `/internal/recount/${encodeURIComponent(part)}`;
  const ask = async (after: string, through: string | null, repair: readonly Difference[]): Promise<Page> => {
    const body = { after, ...(through === null ? {} : { through }), repair };
    const answer = await callService<Answer>(operator, service, 'POST', path, body);
    return { after, through: through ?? answer.next, checked: answer.checked, differences: answer.differences };
  };
  return {
    service,
    part,
    check: (after) => ask(after, null, []),
    again: (page, repair = []) => ask(page.after, page.through, repair),
  };
}

interface Answer {
  readonly checked: number;
  readonly differences: Difference[];
  readonly next: string | null;
}

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
