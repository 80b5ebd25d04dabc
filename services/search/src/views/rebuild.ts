import { Timestamp } from '@townsquare/contracts';
import { notFound } from '@townsquare/kit';
import { z } from 'zod';
import type { Rebuild } from '../data/rebuilds.js';

export const RebuildView = z.object({
  state: z.enum(['running', 'done', 'failed']),
  documents: z.object({ users: z.int(), posts: z.int(), hashtags: z.int() }),
  startedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  fault: z.string().nullable(),
});
export type RebuildView = z.infer<typeof RebuildView>;

/** The view of a rebuild; throws `not_found` if there is none. */
export function toRebuildView(rebuild: Rebuild | undefined): RebuildView {
  if (!rebuild) throw notFound('rebuild');
  const { state, documents, startedAt, finishedAt, fault } = rebuild;
  const times = { startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return { state, documents, ...times, fault };
}
