import type { Page } from '@townsquare/contracts';
import { decodeCursor, type PageRequest, toPage } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { findAppealsAgainst } from '../data/appeals.js';
import { findRemovals } from '../data/cases.js';
import { type RemovalView, toRemovalView } from '../views/appeal-views.js';

const LIST = 'removals';

/** Returns an account's removed content with its appeals, the latest removal first. */
export async function removalsOf(
  manager: EntityManager,
  userId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<z.infer<typeof RemovalView>>> {
  const rows = await findRemovals(manager, userId, decodeCursor(LIST, cursor), limit + 1);
  const ids = rows.map(({ id }) => id);
  const appeals = await findAppealsAgainst(manager, 'removal', ids);
  const against = new Map(appeals.map((appeal) => [appeal.subjectId, appeal]));
  return toPage(
    LIST,
    rows,
    limit,
    (row) => row,
    (row) => toRemovalView(row, against.get(row.id)),
  );
}
