import { Id, ImageName, PERSONAL_IMAGE_PATH } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { ImageStore } from './image-store.js';

/**
 * The route from which these services get a person's own images, for the download of all their data. `findKey` returns the
 * key of the bytes, or undefined when the person has no image of that name.
 */
export function personalImageRoute(
  services: string[],
  images: Pick<ImageStore, 'read'>,
  findKey: (userId: string, image: string) => Promise<string | undefined>,
): Route {
  return defineRoute({
    method: 'get',
    path: PERSONAL_IMAGE_PATH,
    summary: 'Read an image of a person, in full size',
    tag: 'internal',
    access: { services },
    params: z.object({ image: ImageName }),
    query: z.strictObject({ userId: Id }),
    produces: 'image/webp',
    errors: ['not_found'],
    async handle({ params: { image }, query: { userId }, response }) {
      const key = await findKey(userId, image);
      const bytes = key === undefined ? undefined : await images.read(key, 'full');
      if (!bytes) throw notFound('image');
      response.type('image/webp').send(bytes);
    },
  });
}
