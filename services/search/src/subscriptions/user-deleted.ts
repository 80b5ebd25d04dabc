import { userDeleted, userPurged } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import { purgeCopies } from '@townsquare/projections';
import type { Context } from '../context.js';
import { FINAL_VERSION, TOMBSTONE } from '../domain/documents.js';

/**
 * Removes the user from the index. From now on the user's posts are not found either; they are removed from the index one by
 * one, as the events of their own deletion arrive.
 */
export function onUserDeleted({ writer, people, blocks, mutes, database }: Context): Subscription {
  return defineSubscription(userDeleted, async ({ data: { userId }, aggregateversion: version }, tx) => {
    await people.remove(tx, userId);
    await purgeCopies(tx.manager, userId, [blocks, mutes]);
    await writer.write(tx.manager, 'users', { id: userId, version: FINAL_VERSION, document: TOMBSTONE });
    tx.publish(userPurged, { id: userId, version }, { userId, service: database.service });
  });
}
