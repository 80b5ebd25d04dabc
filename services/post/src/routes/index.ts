import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { createPost } from './create-post.js';
import { deletePost } from './delete-post.js';
import { editPost } from './edit-post.js';
import { exportPosts } from './export-posts.js';
import { getInternalPosts } from './get-internal-posts.js';
import { getMedia } from './get-media.js';
import { getPersonalData } from './get-personal-data.js';
import { getPersonalImage } from './get-personal-image.js';
import { getPost } from './get-post.js';
import { getPostsByAuthor } from './get-posts-by-author.js';
import { getReportable } from './get-reportable.js';
import { listAuthorsPosts } from './list-authors-posts.js';
import { listTaggedPosts } from './list-tagged-posts.js';
import { listUserPosts } from './list-user-posts.js';
import { uploadMedia } from './upload-media.js';

/** Every endpoint of the service. */
export function createRoutes(context: Context): Route[] {
  const routes = [
    createPost,
    getPost,
    editPost,
    deletePost,
    listUserPosts,
    listTaggedPosts,
    uploadMedia,
    getMedia,
    getInternalPosts,
    getPostsByAuthor,
    getReportable,
    getPersonalData,
    getPersonalImage,
    exportPosts,
    listAuthorsPosts,
  ];
  return routes.map((route) => route(context));
}
