import { sendImage } from '@townsquare/images';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { hasPicture } from '../data/pictures.js';
import { PICTURE_ROUTE, PicturePath } from '../views/profiles.js';

export function getPicture({ database, images }: Context): Route {
  return defineRoute({
    method: 'get',
    path: PICTURE_ROUTE,
    summary: 'Read the picture of a profile',
    description: 'The path cannot be guessed. Anyone who has it may read the picture.',
    tag: 'profiles',
    access: 'public',
    params: PicturePath,
    produces: 'image/webp',
    errors: ['not_found'],
    async handle({ params: { userId, key, variant }, response }) {
      if (!(await hasPicture(database.manager, userId, key))) throw notFound('picture');
      const read = async () => {
        const bytes = await images.read(key, variant);
        if (!bytes) throw notFound('picture');
        return bytes;
      };
      await sendImage(response, { tag: `${key}-${variant}`, audience: 'public', read });
    },
  });
}
