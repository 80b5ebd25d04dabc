import { Timestamp } from '@townsquare/contracts';
import { notFound } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { latestRebuild } from '../data/rebuilds.js';

export const RebuildView = z.object({
  state: z.enum(['running', 'done', 'failed']),
  documents: z.object({ users: z.int(), posts: z.int(), hashtags: z.int() }),
  startedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  fault: z.string().nullable(),
});
export type RebuildView = z.infer<typeof RebuildView>;

/** The rebuild that was begun last; throws `not_found` where there never was one. */
export async function viewRebuild(manager: EntityManager): Promise<RebuildView> {
  const rebuild = await latestRebuild(manager);
  if (!rebuild) throw notFound('rebuild');
  const { state, documents, startedAt, finishedAt, fault } = rebuild;
  const moments = { startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return { state, documents, ...moments, fault };
}
