import { MediaView } from '@townsquare/contracts';
import { ImageForm, imageUpload, newImageKey, processImage, uploadedBytes } from '@townsquare/images';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { forgetRemoval, insertMedia, noteRemoval } from '../data/media.js';
import { requireAuthor } from '../use-cases/write-posts.js';
import { toMediaView } from '../views/posts.js';

/** Longer than it takes to save an image and write its row. */
const UPLOAD_SECONDS = 300;

export function uploadMedia(context: Context): Route {
  const { database, images } = context;
  return defineRoute({
    method: 'post',
    path: '/api/v1/media',
    summary: 'Upload an image for a post',
    description:
      'Only you see the image until one of your posts has it. An image that no post has after a day is deleted.',
    tag: 'media',
    access: 'signedIn',
    before: [imageUpload('file')],
    consumes: 'multipart/form-data',
    body: ImageForm,
    status: 201,
    answer: MediaView,
    errors: ['forbidden'],
    creates: true,
    async handle({ request, caller: { userId }, once }) {
      await requireAuthor(context, userId);
      const { variants, width, height } = await processImage(uploadedBytes(request));
      const storageKey = newImageKey();
      // Noted for removal before it is saved, so that no file stays when the upload fails or repeats an earlier one.
      await noteRemoval(database.manager, userId, storageKey, UPLOAD_SECONDS);
      await images.save(storageKey, variants);
      return once(database, async (tx) => {
        await context.people.requireActive(tx, userId);
        const media = await insertMedia(tx.manager, { userId, storageKey, width, height, createdAt: new Date() });
        await forgetRemoval(tx.manager, storageKey);
        return toMediaView(media);
      });
    },
  });
}
