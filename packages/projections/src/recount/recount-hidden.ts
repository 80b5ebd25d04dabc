import type { ProfileStatus } from '@townsquare/contracts';
import { END } from '@townsquare/kit';
import { isHidden } from '../visibility-rule.js';
import { compare, type RecountPart } from './recount.js';

const BATCH = 500;

/** A row with its mark, and the status that the service knows of its account. */
export interface MarkedRow {
  id: string;
  /** Whether the row is marked as one of a hidden account: 0 or 1. */
  hidden: number;
  status: ProfileStatus;
}

/** Reads rows of accounts that are not deleted: those after and up to an id, in the order of their ids, at most `limit`. */
export type ReadMarks = (range: [after: string, through: string, limit: number]) => Promise<MarkedRow[]>;

/**
 * Compares the marks of rows, such as comments, with the known statuses of their accounts. `repair` marks one row as a visit of its
 * account does, so that the totals follow.
 */
export function recountHidden(what: string, read: ReadMarks, repair: (id: string) => Promise<void>): RecountPart {
  return {
    name: `hidden ${what}s`,
    async check({ after, through }) {
      const rows = await read([after, through ?? END, BATCH]);
      const next = through === undefined && rows.length === BATCH ? rows.at(-1)!.id : null;
      const should = new Map(rows.map((row) => [row.id, describe(isHidden(row))]));
      const is = new Map(rows.map((row) => [row.id, describe(row.hidden === 1)]));
      return { checked: rows.length, found: compare(what, should, is, repair), next };
    },
  };
}

const describe = (hidden: boolean) => (hidden ? 'hidden' : 'visible');
