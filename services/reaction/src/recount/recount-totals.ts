import { type Database, END } from '@townsquare/kit';
import { compare, describeReactions, type RecountPart, recountHidden } from '@townsquare/projections';
import { hiddenMarks } from '../data/reactions.js';
import { lockTotals, saveTotals, totalsInOrder } from '../data/totals.js';
import type { TargetType } from '../domain/target.js';
import { markReactionById } from '../use-cases/change-reaction.js';

const BATCH = 500;

/** Compares the mark of each reaction with the status of its account. */
export function recountHiddenReactions(database: Database): RecountPart {
  return recountHidden(
    'reaction',
    (range) => hiddenMarks(database.manager, range),
    (id) => markReactionById(database, id),
  );
}

/** Compares the totals of posts, or of comments, with the reactions. */
export function recountTotals(database: Database, type: TargetType): RecountPart {
  return {
    name: `totals of ${type}s`,
    async check({ after, through }) {
      const rows = await totalsInOrder(database.manager, type, [after, through ?? END, BATCH]);
      const next = through === undefined && rows.length === BATCH ? rows.at(-1)!.id : null;
      const kept = new Map(rows.map((row) => [row.id, describeReactions(row.kept)]));
      const counted = new Map(rows.map((row) => [row.id, describeReactions(row.counted)]));
      const found = compare(`reactions to ${type}`, counted, kept, (id) => repair(database, type, id));
      return { checked: rows.length, found, next };
    },
  };
}

/** Counts under the lock that every reaction to the target takes. */
function repair(database: Database, type: TargetType, id: string): Promise<void> {
  return database.transaction(async ({ manager }) => {
    const current = await lockTotals(manager, { type, id });
    if (!current || current.closed) return;
    const [row] = await totalsInOrder(manager, type, [String(BigInt(id) - 1n), id, 1]);
    if (row) await saveTotals(manager, { ...current, totals: row.counted, version: current.version + 1 });
  });
}
