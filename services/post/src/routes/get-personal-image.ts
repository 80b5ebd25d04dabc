import { personalImageRoute } from '@townsquare/images';
import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { findMediaFacts } from '../data/media.js';

/** An image that a person uploaded. Its name is its id. */
export function getPersonalImage({ database, images }: Context): Route {
  return personalImageRoute(['auth'], images, async (userId, image) => {
    const media = await findMediaFacts(database.manager, image);
    return media?.userId === userId ? media.storageKey : undefined;
  });
}
