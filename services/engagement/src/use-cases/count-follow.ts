import type { EventData, userUnfollowed } from '@townsquare/contracts';
import type { EntityManager } from 'typeorm';
import { addToUserDay } from '../data/rollups.js';
import { addToUsers } from '../data/user-counters.js';

/** Counts a follow that began (1) or ended (-1): for both, and for the day of the one who is followed. */
export async function countFollow(
  manager: EntityManager,
  { followerId, followingId, at }: EventData<typeof userUnfollowed>,
  change: 1 | -1,
): Promise<void> {
  await addToUsers(manager, [
    [followerId, { following: change }],
    [followingId, { followers: change }],
  ]);
  await addToUserDay(manager, followingId, new Date(at), { followers: change });
}
