import { Id } from '@townsquare/contracts';
import { IMAGE_VARIANTS, sendImage } from '@townsquare/images';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { findMediaFacts, type MediaFacts } from '../data/media.js';
import { isForFollowers } from '../reading/visible-posts.js';

export function getMedia(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/media/{mediaId}/{variant}',
    summary: 'Read an image of a post',
    tag: 'media',
    access: 'optional',
    params: z.object({ mediaId: Id, variant: z.enum(IMAGE_VARIANTS) }),
    produces: 'image/webp',
    errors: ['not_found'],
    async handle({ params: { mediaId, variant }, caller, response }) {
      const media = await findMediaFacts(context.database.manager, mediaId);
      if (!media || !(await sees(context, caller?.userId ?? null, media))) throw notFound('image');
      await sendImage(response, {
        tag: `${mediaId}-${variant}`,
        audience: (await isForFollowers(context, media)) ? 'private' : 'public',
        read: async () => {
          const bytes = await context.images.read(media.storageKey, variant);
          if (!bytes) throw notFound('image');
          return bytes;
        },
      });
    },
  });
}

/** An image that no post has is visible to its uploader alone, any other to those who see the post. */
async function sees({ visibility }: Context, readerId: string | null, media: MediaFacts): Promise<boolean> {
  if (media.postId === null && media.userId !== readerId) return false;
  const facts = { authorId: media.userId, isPrivate: media.isPrivate };
  return (await visibility.visible(readerId, [facts])).length > 0;
}
