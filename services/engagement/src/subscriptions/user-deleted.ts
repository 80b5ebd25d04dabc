import { userDeleted, userPurged } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { purgeCopies } from '@townsquare/projections';
import type { Context } from '../context.js';
import { removeUserDays } from '../data/rollups.js';
import { removeUser } from '../data/user-counters.js';

/**
 * Removes the account's counts, its days (at most a year of them), and the blocks and mutes by and of it. What its posts,
 * comments and reactions added to others is subtracted by the events of their own deletion.
 */
export function onUserDeleted({ people, blocks, mutes, database }: Context): Subscription {
  return defineSubscription(userDeleted, async ({ data: { userId }, aggregateversion: version }, tx) => {
    await people.remove(tx, userId);
    await removeUser(tx.manager, userId);
    await removeUserDays(tx.manager, userId);
    await purgeCopies(tx.manager, userId, [blocks, mutes]);
    tx.publish(userPurged, { id: userId, version }, { userId, service: database.service });
  });
}
