import type { ImageStore } from '@townsquare/images';
import type { Database, PurgeStep } from '@townsquare/kit';
import { picturesOf } from '../data/pictures.js';
import {
  purgeAnnouncements,
  purgeBlocksAndMutes,
  purgeEdgesTo,
  purgeMutedWords,
  purgeOwnEdges,
} from '../data/purge.js';
import { removePicture } from './picture-cleaner.js';

/** Removes what is left of a deleted account, one kind after another; the emptied profile stays as a mark. */
export function purgeAccount(database: Database, images: ImageStore): PurgeStep {
  const purgePictures: PurgeStep = async (userId, limit) => {
    const keys = await picturesOf(database.manager, userId, limit);
    for (const key of keys) await removePicture(database, images, key);
    return keys.length;
  };
  const kinds: PurgeStep[] = [
    (userId, limit) => purgeAnnouncements(database, userId, limit),
    (userId, limit) => purgeOwnEdges(database, 'follows', userId, limit),
    (userId, limit) => purgeOwnEdges(database, 'follow_requests', userId, limit),
    (userId, limit) => purgeEdgesTo(database, 'follows', userId, limit),
    (userId, limit) => purgeEdgesTo(database, 'follow_requests', userId, limit),
    (userId, limit) => purgeBlocksAndMutes(database, userId, limit),
    (userId, limit) => purgeMutedWords(database, userId, limit),
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
