import { MediaView } from '@townsquare/contracts';
import { ImageForm, imageUpload, newImageKey, processImage, uploadedBytes } from '@townsquare/images';
import { defineRoute, type Route } from '@townsquare/kit';
import { requireAuthor } from '../authors.js';
import type { Context } from '../context.js';
import { forgetRemoval, insertMedia, noteRemoval } from '../data/media-changes.js';
import { toMediaView } from '../domain/post-views.js';

/** Longer than it can take to save an image and write its row. */
const UPLOAD_SECONDS = 300;

export function uploadMedia(context: Context): Route {
  const { database, images } = context;
  return defineRoute({
    method: 'post',
    path: '/api/v1/media',
    summary: 'Upload an image for a post',
    description: 'Only its uploader sees it until a post has it. One that no post has after a day is deleted.',
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
      // Noted for removal before it is saved: if this fails half-way, or was a repetition, no file stays behind.
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
