import type { Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { People } from './people.js';
import { deleteBatch } from './purge.js';

/** What one user has done about another, such as a block or a mute. */
export interface Pair {
  by: string;
  of: string;
}

/** A table of pairs, with the columns `active` and `version`, and those that hold the two users. */
export interface PairTable {
  name: string;
  by: string;
  of: string;
}

/** A service's copy of pairs. An ended pair stays as a mark. For a deleted account nothing is stored: no purge would follow. */
export class KnownPairs {
  constructor(
    private readonly table: PairTable,
    private readonly people: Pick<People, 'areThere'>,
  ) {}

  /** Stores the pair unless this version or a later one is known. */
  async apply(tx: Transaction, pair: Pair, active: boolean, version: number): Promise<void> {
    if (!(await this.people.areThere(tx, [pair.by, pair.of]))) return;
    await this.#store(tx, pair, active, version, 'IF(version < VALUES(version), VALUES(active), active)');
  }

  /** Stores the pair whatever is known of it; a later version stays the later one. */
  async replace(tx: Transaction, pair: Pair, active: boolean, version: number): Promise<void> {
    if (active && !(await this.people.areThere(tx, [pair.by, pair.of]))) return;
    await this.#store(tx, pair, active, version, 'VALUES(active)');
  }

  /** The active pairs by users whose ids are above `after` and not above `through`. */
  between(manager: EntityManager, after: string, through: string): Promise<Pair[]> {
    const { name, by, of } = this.table;
    return manager.query(
      `SELECT ${by} AS \`by\`, ${of} AS \`of\` FROM ${name} WHERE ${by} > ? AND ${by} <= ? AND active = 1`,
      [after, through],
    );
  }

  /** Removes a batch of the pairs by and of a deleted account; returns how many there were. */
  purge(manager: EntityManager, userId: string): Promise<number> {
    const { name, by, of } = this.table;
    return deleteBatch(manager, [`${name} WHERE ${by} = ?`, `${name} WHERE ${of} = ?`], userId);
  }

  async #store(tx: Transaction, pair: Pair, active: boolean, version: number, activeNow: string): Promise<void> {
    const { name, by, of } = this.table;
    await tx.manager.query(
      `INSERT INTO ${name} (${by}, ${of}, active, version) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE active = ${activeNow}, version = GREATEST(version, VALUES(version))`,
      [pair.by, pair.of, active ? 1 : 0, version],
    );
  }
}
