import type { Position } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { followedPulledAuthors, readEntries, readPostsOf } from '../data/read-timeline.js';
import type { Entry } from '../data/timelines.js';
import { mergeNewest } from '../domain/merge-newest.js';

/**
 * Which posts come next in a reader's timeline, newest first: those that were put there, and those of the authors with
 * very many followers, which are looked up only now.
 */
export async function skeleton(
  manager: EntityManager,
  readerId: string,
  before: Position | undefined,
  count: number,
): Promise<Entry[]> {
  const [pushed, pulledAuthors] = await Promise.all([
    readEntries(manager, readerId, before, count),
    followedPulledAuthors(manager, readerId),
  ]);
  if (pulledAuthors.length === 0) return pushed;
  return mergeNewest([pushed, await readPostsOf(manager, pulledAuthors, before, count)], count);
}
