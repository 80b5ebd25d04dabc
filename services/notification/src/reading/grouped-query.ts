import { z } from 'zod';
import type { Context } from '../context.js';
import { wantsGroups } from '../data/preferences.js';

/** A boolean query parameter. */
export const Flag = z.enum(['true', 'false']);

/** The query parameter that overrides the reader's preference. */
export const GroupedQuery = z.strictObject({
  grouped: Flag.optional().meta({
    description: 'Whether notifications are grouped; defaults to your preference',
  }),
});

/** Whether a request asks for groups: by its query or the reader's preference. */
export async function isGrouped(
  { database }: Context,
  userId: string,
  { grouped }: z.infer<typeof GroupedQuery>,
): Promise<boolean> {
  return grouped === undefined ? wantsGroups(database.manager, userId) : grouped === 'true';
}
