import { personalImageRoute } from '@townsquare/images';
import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { hasPicture } from '../data/pictures.js';

/** A person's own picture. Its name is its key. */
export function getPersonalPicture({ database, images }: Context): Route {
  return personalImageRoute(['auth'], images, async (userId, key) =>
    (await hasPicture(database.manager, userId, key)) ? key : undefined,
  );
}
