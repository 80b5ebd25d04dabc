import { createHash } from 'node:crypto';
import type { Page } from '@townsquare/contracts';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { AppError } from '../errors.js';

/** Where the next page begins: after this row, in the order `(created_at, id)`. */
export interface Position {
  createdAt: Date;
  id: string;
}

/** A condition of a WHERE, and the values of its placeholders. */
export type Condition = [sql: string, values: unknown[]];

export type Direction = 'ASC' | 'DESC';

/** The columns by which a list is ordered, with the alias of their table where the query has several. */
export interface KeysetColumns {
  createdAt?: string;
  id?: string;
}

/**
 * The condition that a row comes after `position` in a list that is ordered by these columns, both in this direction. It is
 * `TRUE` where there is no position. The first comparison lets an index find the start of the page.
 */
export function afterPosition(
  position: Position | undefined,
  direction: Direction,
  { createdAt = 'created_at', id = 'id' }: KeysetColumns = {},
): Condition {
  if (!position) return ['TRUE', []];
  const beyond = direction === 'ASC' ? '>' : '<';
  return [
    `(${createdAt} ${beyond}= ? AND (${createdAt} ${beyond} ? OR ${id} ${beyond} ?))`,
    [position.createdAt, position.createdAt, position.id],
  ];
}

/** Orders a query builder by these columns, such as `post.createdAt`, and lets it start after `position`. */
export function orderAfterPosition<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  position: Position | undefined,
  direction: Direction,
  columns: Required<KeysetColumns>,
): SelectQueryBuilder<Row> {
  const [sql, values] = afterPosition(position, direction, columns);
  let index = 0;
  const named = sql.replaceAll('?', () => `:position${index++}`);
  return query
    .andWhere(named, Object.fromEntries(values.map((value, at) => [`position${at}`, value])))
    .orderBy({ [columns.createdAt]: direction, [columns.id]: direction });
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
