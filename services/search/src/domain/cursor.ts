import { createHash } from 'node:crypto';
import { AppError } from '@townsquare/kit';
import { z } from 'zod';

/** Where a page of results ends: the score, the second criterion (a time or a count), and the id. */
export const SortValues = z.tuple([z.number(), z.number(), z.string().min(1).max(200)]);
export type SortValues = z.infer<typeof SortValues>;

/** An opaque cursor for a position in the results of a search. `search` names the search: other searches refuse the cursor. */
export function encodeSearchCursor(search: string, sort: SortValues): string {
  return Buffer.from(JSON.stringify([mark(search), ...sort])).toString('base64url');
}

/** Returns the position of a cursor of this search; throws `invalid_cursor` for anything else. */
export function decodeSearchCursor(search: string, cursor: string | undefined): SortValues | undefined {
  if (cursor === undefined) return undefined;
  const parts = parseArray(Buffer.from(cursor, 'base64url').toString());
  const sort = SortValues.safeParse(parts.slice(1));
  if (parts[0] !== mark(search) || !sort.success) throw new AppError('invalid_cursor');
  return sort.data;
}

function parseArray(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function mark(search: string): string {
  return createHash('sha256').update(search).digest('hex').slice(0, 8);
}
