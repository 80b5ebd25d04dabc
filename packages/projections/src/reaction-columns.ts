import { perReaction, REACTION_TYPES, type ReactionTotals, type ReactionType } from '@townsquare/contracts';

/** A row with one column for each kind of reaction: `like_count` and so on. */
export type ReactionColumns = Record<`${ReactionType}_count`, number | string>;

/** The columns as a list for SELECT, with the alias of their table where the query has several tables. */
export function reactionColumns(table?: string): string {
  return REACTION_TYPES.map((type) => `${table ? `${table}.` : ''}${type}_count`).join(', ');
}

/** The assignments of an UPDATE that sets all columns; its placeholders take `valuesOfReactions`. */
export const SET_REACTIONS = REACTION_TYPES.map((type) => `${type}_count = ?`).join(', ');

/** The values of the columns, in their order. */
export function valuesOfReactions(totals: ReactionTotals): number[] {
  return REACTION_TYPES.map((type) => totals[type]);
}

/** A list for SELECT that counts the rows of a joined table by `reaction_type`, under the columns' names after a prefix. */
export function countedReactions(table: string, prefix = ''): string {
  return REACTION_TYPES.map(
    (type) => `COALESCE(SUM(${table}.reaction_type = '${type}'), 0) AS ${prefix}${type}_count`,
  ).join(', ');
}

/** The totals in the columns of a row, or in those that have a prefix. */
export function toReactionTotals(row: object, prefix = ''): ReactionTotals {
  const values = row as Record<string, unknown>;
  return perReaction((type) => Number(values[`${prefix}${type}_count`]));
}

/** The totals as one text, to compare and to show: `2 like, 0 love, …`. */
export function describeReactions(totals: ReactionTotals): string {
  return REACTION_TYPES.map((type) => `${totals[type]} ${type}`).join(', ');
}
