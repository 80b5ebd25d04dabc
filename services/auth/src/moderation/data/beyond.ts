import type { Position } from '@townsquare/kit';

/** A part of a WHERE, with its values. */
export type Condition = [sql: string, values: unknown[]];

/**
 * What comes behind a position in a list that is ordered by these columns, upwards (`>`) or downwards (`<`); all of it
 * where there is no position.
 */
export function beyond(
  after: Position | undefined,
  direction: '<' | '>',
  { createdAt = 'created_at', id = 'id' }: { createdAt?: string; id?: string } = {},
): Condition {
  if (!after) return ['TRUE', []];
  const sql = `(${createdAt} ${direction} ? OR (${createdAt} = ? AND ${id} ${direction} ?))`;
  return [sql, [after.createdAt, after.createdAt, after.id]];
}
