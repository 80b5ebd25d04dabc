import { z } from 'zod';
import type { Context } from '../context.js';
import { wantsGroups } from '../data/preferences.js';

/** A parameter that is a truth or not, as it is written in a query. */
export const Flag = z.enum(['true', 'false']);

/** Whether a request is about groups, where it says so itself. */
export const GroupedQuery = z.strictObject({
  grouped: Flag.optional().meta({
    description: 'Whether what belongs together is one; without it as you have chosen in your preferences',
  }),
});

/** Whether a request is about groups. */
export async function isGrouped(
  { database }: Context,
  userId: string,
  { grouped }: z.infer<typeof GroupedQuery>,
): Promise<boolean> {
  return grouped === undefined ? wantsGroups(database.manager, userId) : grouped === 'true';
}
