import { type Database, isDuplicate } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { IndexName } from '../indices/index.js';

export type RebuildState = 'running' | 'done' | 'failed';

/** A rebuild of all indices: its stamp is the moment at which it began, and part of the names of its indices. */
export interface Rebuild {
  stamp: string;
  state: RebuildState;
  /** Documents that the new indices have so far. */
  documents: Record<IndexName, number>;
  startedAt: Date;
  finishedAt: Date | null;
  /** Why it failed. */
  fault: string | null;
}

interface Row extends Record<IndexName, number> {
  stamp: string;
  state: RebuildState;
  started_at: Date;
  finished_at: Date | null;
  fault: string | null;
  lapsed: number | string;
}

/** A rebuild that has shown no life for so long was cut off. */
const LEASE_SECONDS = 30;
const INTERRUPTED = 'It was cut off.';

/** This rebuild is no longer the one that runs. */
export class RebuildLost extends Error {}

/** Begins a rebuild, unless one is running; answers whether it did. One that was cut off is noted as failed. */
export function claimRebuild(database: Database, stamp: string): Promise<boolean> {
  return database.transaction(async ({ manager }) => {
    await manager.query(
      `UPDATE rebuilds SET running = NULL, state = 'failed', fault = ?, finished_at = UTC_TIMESTAMP(3)
       WHERE running = 1 AND lease_until < UTC_TIMESTAMP(3)`,
      [INTERRUPTED],
    );
    try {
      await manager.query(
        `INSERT INTO rebuilds (stamp, running, state, started_at, lease_until)
         VALUES (?, 1, 'running', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
        [stamp, LEASE_SECONDS],
      );
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  });
}

/** Shows that the rebuild is alive, and how far it is; throws `RebuildLost` where another has taken its place. */
export async function reportRebuild(
  manager: EntityManager,
  { stamp, documents }: Pick<Rebuild, 'stamp' | 'documents'>,
): Promise<void> {
  await manager.query(
    `UPDATE rebuilds SET users = ?, posts = ?, hashtags = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE stamp = ? AND running = 1`,
    [documents.users, documents.posts, documents.hashtags, LEASE_SECONDS, stamp],
  );
  if ((await runningRebuild(manager)) !== stamp) throw new RebuildLost('Another rebuild has taken over.');
}

/** Notes how the rebuild ended. */
export async function endRebuild(manager: EntityManager, stamp: string, fault: string | null): Promise<void> {
  await manager.query(
    `UPDATE rebuilds SET running = NULL, state = ?, fault = ?, finished_at = UTC_TIMESTAMP(3)
     WHERE stamp = ? AND running = 1`,
    [fault === null ? 'done' : 'failed', fault, stamp],
  );
}

/** The stamp of the rebuild that runs: what is written goes into its indices as well. */
export async function runningRebuild(manager: EntityManager): Promise<string | undefined> {
  const [row] = await manager.query('SELECT stamp FROM rebuilds WHERE running = 1');
  return row?.stamp;
}

/** The rebuild that was begun last. */
export async function latestRebuild(manager: EntityManager): Promise<Rebuild | undefined> {
  const [row]: Row[] = await manager.query(
    `SELECT stamp, state, users, posts, hashtags, started_at, finished_at, fault,
       running IS NOT NULL AND lease_until < UTC_TIMESTAMP(3) AS lapsed
     FROM rebuilds ORDER BY stamp DESC LIMIT 1`,
  );
  if (!row) return undefined;
  const cutOff = Number(row.lapsed) === 1;
  return {
    stamp: row.stamp,
    state: cutOff ? 'failed' : row.state,
    documents: { users: row.users, posts: row.posts, hashtags: row.hashtags },
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    fault: cutOff ? INTERRUPTED : row.fault,
  };
}
