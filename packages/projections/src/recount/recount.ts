import { ExportCursor } from '@townsquare/contracts';
import { z } from 'zod';

/** Something derived that is not what the owners' rows say it should be. */
export const Difference = z.object({ what: z.string(), id: z.string(), is: z.string(), should: z.string() });
export type Difference = z.infer<typeof Difference>;

/** A difference that was just found, and what sets it right. */
export interface Found extends Difference {
  repair(): Promise<void>;
}

/** Which rows to look at: a page after a cursor, or exactly those up to another. */
export const RecountRange = z.strictObject({ after: ExportCursor.default('0'), through: ExportCursor.optional() });
export type RecountRange = z.infer<typeof RecountRange>;

/** What a look at one page came to; `next` is where the next one begins, and null at the end. */
export interface Checked {
  checked: number;
  found: Found[];
  next: string | null;
}

/** One kind of thing that a service derives from others' rows, and can hold against them, a page at a time. */
export interface RecountPart {
  name: string;
  check(range: RecountRange): Promise<Checked>;
}

export const NOTHING = 'nothing';

/** Where two sets of values part, by id; what one of them does not have is `nothing` there. */
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
