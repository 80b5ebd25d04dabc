import { userDeleted, userPurged } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { purgeCopies } from '@townsquare/projections';
import type { Context } from '../context.js';
import { rebuildState } from '../data/rebuilds.js';

/**
 * Removes the user from the index. From now on the user's posts are not found either; they are removed from the index one by
 * one, as the events of their own deletion arrive. The profile's owner may not have received the deletion yet. So a rebuild
 * that began after the index was marked may have indexed the profile again: then the event is delivered once more.
 */
export function onUserDeleted({ writer, people, blocks, mutes, database }: Context): Subscription {
  return defineSubscription(
    userDeleted,
    async ({ data: { userId }, aggregateversion: version }, tx, begunBefore: number) => {
      await people.remove(tx, userId);
      if ((await rebuildState(tx.manager)).begun !== begunBefore) throw new Error('A rebuild has begun meanwhile.');
      await purgeCopies(tx.manager, userId, [blocks, mutes]);
      tx.publish(userPurged, { id: userId, version }, { userId, service: database.service });
    },
    { prepare: ({ data }) => writer.markDeleted('users', data.userId) },
  );
}
