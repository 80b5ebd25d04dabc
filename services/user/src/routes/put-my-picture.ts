import { ImageForm, imageUpload, newImageKey, processImage, uploadedBytes } from '@townsquare/images';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { addPicture, usePicture } from '../data/pictures.js';
import { picturePath } from '../domain/picture-path.js';
import { ProfileView } from '../domain/views.js';
import { changeMyProfile } from '../my-profile.js';

export function putMyPicture(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/profiles/me/picture',
    summary: 'Upload your picture',
    description: 'Replaces the one before. `profilePicture` is the address of a small variant.',
    tag: 'Profiles',
    access: 'signedIn',
    before: [imageUpload('file')],
    consumes: 'multipart/form-data',
    body: ImageForm,
    answer: ProfileView,
    errors: ['not_found', 'forbidden', 'unsupported_media_type', 'too_large'],
    async handle({ caller: { userId }, request }) {
      const { variants } = await processImage(uploadedBytes(request));
      const key = newImageKey();
      await addPicture(context.database.manager, userId, key);
      await context.images.save(key, variants);
      let purged = false;
      const use = async (tx: Parameters<typeof usePicture>[0]) => {
        purged = !(await usePicture(tx, userId, key));
        if (purged) throw notFound('profile');
      };
      try {
        return await changeMyProfile(context, userId, { profilePicture: picturePath(userId, key) }, use);
      } catch (error) {
        // The files were written after the account's pictures were purged: nothing points to them any more.
        if (purged) await context.images.remove(key);
        throw error;
      }
    },
  });
}
