import type { ImageStore } from '@townsquare/images';
import type { Database, PurgeStep } from '@townsquare/kit';
import { OwnGraph } from '../data/graph.js';
import { picturesOf } from '../data/pictures.js';
import {
  deleteAnnouncements,
  deleteMutedWords,
  deleteQuietRelations,
  type Edges,
  findEdgesOf,
  findEdgesTo,
} from '../data/purges.js';
import { unfollow } from '../use-cases/change-graph.js';
import { removePicture } from './clean-pictures.js';

/** Deletes the data of a deleted account, one kind after another. The emptied profile stays as a mark. */
export function purgeAccount(database: Database, images: ImageStore): PurgeStep {
  const purgePictures: PurgeStep = async (userId, limit) => {
    const keys = await picturesOf(database.manager, userId, limit);
    for (const key of keys) await removePicture(database, images, key);
    return keys.length;
  };
  const kinds: PurgeStep[] = [
    (userId, limit) => deleteAnnouncements(database, userId, limit),
    (userId, limit) => endEdgesOf(database, 'follows', userId, limit),
    (userId, limit) => endEdgesOf(database, 'follow_requests', userId, limit),
    (userId, limit) => endEdgesTo(database, 'follows', userId, limit),
    (userId, limit) => endEdgesTo(database, 'follow_requests', userId, limit),
    (userId, limit) => deleteQuietRelations(database, userId, limit),
    (userId, limit) => deleteMutedWords(database, userId, limit),
    purgePictures,
  ];
  return async (userId, limit) => {
    for (const purge of kinds) {
      const removed = await purge(userId, limit);
      if (removed > 0) return removed;
    }
    return 0;
  };
}

/** Ends up to `limit` follows or requests by the deleted account; returns how many. */
async function endEdgesOf(database: Database, table: Edges, userId: string, limit: number): Promise<number> {
  return database.transaction(async (tx) => {
    const graph = await OwnGraph.take(tx, userId);
    if (!graph) return 0;
    const ids = await findEdgesOf(tx.manager, table, userId, limit);
    for (const id of ids) await graph.endFollowOrRequest(id);
    await graph.keep();
    return ids.length;
  });
}

/** Ends up to `limit` follows of the deleted account, or requests to it, each in a transaction of its owner. */
async function endEdgesTo(database: Database, table: Edges, userId: string, limit: number): Promise<number> {
  let ended = 0;
  for (const ownerId of await findEdgesTo(database, table, userId, limit)) {
    if (await database.transaction((tx) => unfollow(tx, ownerId, userId))) ended += 1;
  }
  return ended;
}
