import { ImageForm, imageUpload, newImageKey, processImage, uploadedBytes } from '@townsquare/images';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { addPicture, usePicture } from '../data/pictures.js';
import { changeMyProfile } from '../use-cases/change-profile.js';
import { ProfileView, picturePath } from '../views/profiles.js';

export function putMyPicture(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/profiles/me/picture',
    summary: 'Upload your picture',
    description: 'Replaces your earlier picture. `profilePicture` is the path of a thumbnail.',
    tag: 'profiles',
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
        // The files were written after the purge of the account's pictures, so no row points to them.
        if (purged) await context.images.remove(key);
        throw error;
      }
    },
  });
}
