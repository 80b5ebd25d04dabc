import { callService, type Operator } from './operator.js';

/** A value that a service derives from other services' rows, and the value that those rows give. */
export interface Difference {
  readonly what: string;
  readonly id: string;
  readonly is: string;
  readonly should: string;
}

/** A page of a part of what a service can recount, with its differences. */
export interface Page {
  readonly after: string;
  /** The key at which the page ends; null for the last page. */
  readonly through: string | null;
  readonly checked: number;
  readonly differences: readonly Difference[];
}

/** A part of what a service derives. */
export interface Recounter {
  readonly service: string;
  readonly part: string;
  check(after: string): Promise<Page>;
  /** Compares a page again, and has the given differences corrected that are still there. */
  again(page: Page, repair?: readonly Difference[]): Promise<Page>;
}

/** Returns the parts of a service; each builds on those before it. */
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

/** A page with differences, and its part. */
export interface Suspect {
  readonly part: Recounter;
  readonly page: Page;
}

/**
 * The pauses before each further comparison. Only a difference that outlasts all of them counts: while the town runs, an event
 * that is under way may still correct it.
 */
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000];

/** How many repairs a service accepts in one request. */
const repairsAtATime = 200;

type Note = (text: string) => void;
type Pause = (ms: number) => Promise<unknown>;

/** Compares each page of a part once. */
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

/** Returns the differences that stay the same through all pauses. */
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

/** Compares a page again, and keeps the differences that have not changed. */
async function lookAgain({ part, page: before }: Suspect): Promise<Suspect> {
  const page = await part.again(before);
  const differences = page.differences.filter((one) => before.differences.some((other) => isSame(one, other)));
  return { part, page: { ...page, differences } };
}

/** Has the differences corrected, in the order of the parts. */
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

/** Returns the number of differences. */
export function count(suspects: readonly Suspect[]): number {
  return suspects.reduce((sum, { page }) => sum + page.differences.length, 0);
}

function isSame(one: Difference, other: Difference): boolean {
  return one.what === other.what && one.id === other.id && one.is === other.is && one.should === other.should;
}
