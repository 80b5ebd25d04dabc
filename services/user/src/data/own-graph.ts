import type { EventDefinition, ProfileStatus } from '@townsquare/contracts';
import type { Transaction } from '@townsquare/kit';

/**
 * One person's side of the graph (whom they follow, ask to follow, block and mute), taken for one transaction: their
 * profile's row is locked, so that their changes come one after another, and each event gets the next graph version. The
 * rows of nobody else are locked or changed with it.
 */
export class OwnGraph {
  #version: number;

  private constructor(
    private readonly tx: Transaction,
    readonly ownerId: string,
    readonly account: { gone: boolean; status: ProfileStatus },
    /** The database's clock: the moment of what is changed. */
    readonly now: Date,
    version: number,
  ) {
    this.#version = version;
  }

  /** The person's graph, theirs until the transaction ends; undefined when their profile is not here. */
  static async take(tx: Transaction, ownerId: string): Promise<OwnGraph | undefined> {
    const [row] = await tx.manager.query(
      `SELECT status, deleted_at IS NOT NULL AS gone, graph_version AS version, UTC_TIMESTAMP(3) AS now
       FROM profiles WHERE user_id = ? FOR UPDATE`,
      [ownerId],
    );
    if (!row) return undefined;
    const account = { gone: Number(row.gone) === 1, status: row.status };
    return new OwnGraph(tx, ownerId, account, row.now, Number(row.version));
  }

  publish<Data>(event: EventDefinition<Data>, data: Data): void {
    this.#version += 1;
    this.tx.publish(event, { id: this.ownerId, version: this.#version }, data);
  }

  /** Keeps the version that the last event got. */
  async keep(): Promise<void> {
    await this.tx.manager.query('UPDATE profiles SET graph_version = ? WHERE user_id = ?', [
      this.#version,
      this.ownerId,
    ]);
  }
}
