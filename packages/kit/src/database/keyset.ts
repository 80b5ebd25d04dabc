import { createHash } from 'node:crypto';
import type { Page } from '@townsquare/contracts';
import { AppError } from '../errors.js';

/** Where the next page begins: after this row, in the order `(created_at, id)`. */
export interface Position {
  createdAt: Date;
  id: string;
}

/** An opaque cursor for a position. `list` names the list, so that a cursor of another list is refused. */
export function encodeCursor(list: string, position: Position): string {
  return Buffer.from(`${mark(list)}.${position.createdAt.getTime()}.${position.id}`).toString('base64url');
}

/** The position behind a cursor that this list gave; throws `invalid_cursor` for anything else. */
export function decodeCursor(list: string, cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  const match = /^(\w{6})\.(\d{1,15})\.(\d{1,20})$/.exec(bytes.toString());
  // Decoding leaves out what is not base64.
  const isWhole = bytes.toString('base64url') === cursor;
  if (!match || !isWhole || match[1] !== mark(list)) throw new AppError('invalid_cursor');
  return { createdAt: new Date(Number(match[2])), id: match[3]! };
}

/**
 * One page from rows that were read with a limit of one more than asked for. The extra row only tells that there is a
 * next page.
 */
export function toPage<Row, Item>(
  list: string,
  rows: Row[],
  limit: number,
  position: (row: Row) => Position,
  view: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(list, position(last)) : null;
  return { items: shown.map(view), nextCursor };
}

function mark(list: string): string {
  return createHash('sha256').update(list).digest('hex').slice(0, 6);
}
