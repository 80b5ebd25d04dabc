import { type Database, isDuplicate } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { IndexName } from '../indices/index-definitions.js';

export type RebuildState = 'running' | 'done' | 'failed';

/** A rebuild of all indices. Its stamp is the time at which it began, and part of the names of its indices. */
export interface Rebuild {
  stamp: string;
  state: RebuildState;
  /** How many documents the new indices have so far. */
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

/** A rebuild that has reported nothing for this long was interrupted. */
const LEASE_SECONDS = 30;
const INTERRUPTED = 'It was interrupted.';

/** Another rebuild runs instead of this one. */
export class RebuildLost extends Error {}

/** Begins a rebuild unless one is running; returns whether it did. Marks an interrupted one as failed. */
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

/** Extends the rebuild's lease and stores its progress; throws `RebuildLost` if another rebuild has replaced it. */
export async function reportRebuild(
  manager: EntityManager,
  { stamp, documents }: Pick<Rebuild, 'stamp' | 'documents'>,
): Promise<void> {
  await manager.query(
    `UPDATE rebuilds SET users = ?, posts = ?, hashtags = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE stamp = ? AND running = 1`,
    [documents.users, documents.posts, documents.hashtags, LEASE_SECONDS, stamp],
  );
  if ((await rebuildState(manager)).running !== stamp) throw new RebuildLost('Another rebuild has replaced this one.');
}

/** Stores how the rebuild ended. */
export async function endRebuild(manager: EntityManager, stamp: string, fault: string | null): Promise<void> {
  await manager.query(
    `UPDATE rebuilds SET running = NULL, state = ?, fault = ?, finished_at = UTC_TIMESTAMP(3)
     WHERE stamp = ? AND running = 1`,
    [fault === null ? 'done' : 'failed', fault, stamp],
  );
}

/** How many rebuilds have begun so far, and the stamp of the running one. All changes are written to its indices as well. */
export async function rebuildState(manager: EntityManager): Promise<{ begun: number; running: string | undefined }> {
  const [row] = await manager.query(
    'SELECT COUNT(*) AS begun, MAX(CASE WHEN running = 1 THEN stamp END) AS running FROM rebuilds',
  );
  return { begun: Number(row.begun), running: row.running ?? undefined };
}

/** The latest rebuild. */
export async function latestRebuild(manager: EntityManager): Promise<Rebuild | undefined> {
  const [row]: Row[] = await manager.query(
    `SELECT stamp, state, users, posts, hashtags, started_at, finished_at, fault,
       running IS NOT NULL AND lease_until < UTC_TIMESTAMP(3) AS lapsed
     FROM rebuilds ORDER BY stamp DESC LIMIT 1`,
  );
  if (!row) return undefined;
  const interrupted = Number(row.lapsed) === 1;
  return {
    stamp: row.stamp,
    state: interrupted ? 'failed' : row.state,
    documents: { users: row.users, posts: row.posts, hashtags: row.hashtags },
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    fault: interrupted ? INTERRUPTED : row.fault,
  };
}
