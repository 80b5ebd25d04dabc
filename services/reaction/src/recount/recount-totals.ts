import { REACTION_TYPES, type ReactionTotals } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import { compare, type RecountPart } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { column } from '../data/reactions.js';
import { lockTotals, saveTotals } from '../data/totals.js';
import type { TargetType } from '../domain/target.js';

const BATCH = 500;

/** The totals of reactions to posts, or to comments, held against the reactions themselves. */
export function recountTotals(database: Database, type: TargetType): RecountPart {
  return {
    name: `totals of ${type}s`,
    async check({ after, through }) {
      const rows = await totalsInOrder(database.manager, type, after, through);
      const next = through === undefined && rows.length === BATCH ? rows.at(-1)!.id : null;
      const kept = new Map(rows.map(({ id, kept }) => [id, describe(kept)]));
      const counted = new Map(rows.map(({ id, counted }) => [id, describe(counted)]));
      const found = compare(`reactions to ${type}`, counted, kept, (id) => repair(database, type, id));
      return { checked: rows.length, found, next };
    },
  };
}

interface Totals {
  id: string;
  kept: ReactionTotals;
  counted: ReactionTotals;
}

/** Totals of targets that are there, in the order of their ids, as they are kept and as they are counted. */
async function totalsInOrder(
  manager: EntityManager,
  type: TargetType,
  after: string,
  through: string | undefined,
  limit = BATCH,
): Promise<Totals[]> {
  const kept = REACTION_TYPES.map((name) => `t.${name}_count`);
  const counted = REACTION_TYPES.map((name) => `COALESCE(SUM(r.reaction_type = '${name}'), 0) AS \`${name}\``);
  const rows: Record<string, string>[] = await manager.query(
    `SELECT t.target_id AS id, ${kept.join(', ')}, ${counted.join(', ')}
     FROM reaction_totals t LEFT JOIN reactions r ON r.${column(type)} = t.target_id
     WHERE t.target_type = ? AND t.target_id > ? AND t.target_id <= ? AND t.closed = 0
     GROUP BY t.target_id, ${kept.join(', ')} ORDER BY t.target_id LIMIT ?`,
    [type, after, through ?? END, limit],
  );
  const totals = (row: Record<string, string>, suffix: string) =>
    Object.fromEntries(REACTION_TYPES.map((name) => [name, Number(row[name + suffix])])) as ReactionTotals;
  return rows.map((row) => ({ id: row.id!, kept: totals(row, '_count'), counted: totals(row, '') }));
}

/** Counts under the lock that every reaction to the target waits for. */
function repair(database: Database, type: TargetType, id: string): Promise<void> {
  return database.transaction(async ({ manager }) => {
    const current = await lockTotals(manager, { type, id });
    if (!current || current.closed) return;
    const [row] = await totalsInOrder(manager, type, String(BigInt(id) - 1n), id, 1);
    if (row) await saveTotals(manager, { ...current, totals: row.counted, version: current.version + 1 });
  });
}

function describe(totals: ReactionTotals): string {
  return REACTION_TYPES.map((name) => `${totals[name]} ${name}`).join(', ');
}
