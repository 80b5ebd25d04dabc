import { personalDataRoute, personalList, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import type { Media, Post } from '../data/entities.js';

import { listOwnMedia } from '../data/media.js';
import { listUserPosts } from '../data/posts.js';
import { toSnapshot } from '../views/posts.js';

/** The data that this service has of a person: their posts, and the images that they uploaded, also those that no post has. */
export function getPersonalData({ database: { manager } }: Context): Route {
  return personalDataRoute('post', ['auth'], {
    posts: personalList(
      'personal posts',
      (userId, after, limit) => listUserPosts(manager, userId, { includePrivate: true, after, limit }),
      toPersonalPost,
    ),
    images: personalList(
      'personal images',
      (userId, after, limit) => listOwnMedia(manager, userId, after, limit),
      toPersonalImage,
    ),
  });
}

function toPersonalPost(post: Post): object {
  const { authorId: _self, media, ...facts } = toSnapshot(post);
  return { ...facts, image: media?.id ?? null };
}

function toPersonalImage({ id: image, postId, width, height, createdAt }: Media): object {
  return { image, postId, width, height, createdAt };
}
