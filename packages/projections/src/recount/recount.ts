import { ExportCursor } from '@townsquare/contracts';
import { z } from 'zod';

/** A derived value that differs from what it should be by the owners' rows. */
export const Difference = z.object({ what: z.string(), id: z.string(), is: z.string(), should: z.string() });
export type Difference = z.infer<typeof Difference>;

/** A difference, and the function that repairs it. */
export interface Found extends Difference {
  repair(): Promise<void>;
}

/** Which rows to check: a page after a cursor, or exactly those up to another cursor. */
export const RecountRange = z.strictObject({ after: ExportCursor.default('0'), through: ExportCursor.optional() });
export type RecountRange = z.infer<typeof RecountRange>;

/** The result of one page. `next` is where the next page begins, and null at the end. */
export interface Checked {
  checked: number;
  found: Found[];
  next: string | null;
}

/** One kind of data that a service derives from others' rows, and compares with them page by page. */
export interface RecountPart {
  name: string;
  check(range: RecountRange): Promise<Checked>;
}

export const NOTHING = 'nothing';

/** Returns the differences between two sets of values, by id. A missing value is `nothing`. */
export function compare(
  what: string,
  should: Map<string, string>,
  is: Map<string, string>,
  repair: (id: string) => Promise<void>,
): Found[] {
  const ids = new Set([...should.keys(), ...is.keys()]);
  return [...ids]
    .map((id) => ({ what, id, is: is.get(id) ?? NOTHING, should: should.get(id) ?? NOTHING }))
    .filter((difference) => difference.is !== difference.should)
    .map((difference) => ({ ...difference, repair: () => repair(difference.id) }));
}

export function isSame(one: Difference, other: Difference): boolean {
  return one.what === other.what && one.id === other.id && one.is === other.is && one.should === other.should;
}
