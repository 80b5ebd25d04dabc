import { Id, PostView } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { mentionsFor, toPostView } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { PostContent } from '../domain/post.js';
import { requireOwnPost } from '../reading/visible-posts.js';
import { changePost, readTags, requireAuthor } from '../use-cases/write-posts.js';
import { toSnapshot } from '../views/posts.js';

const PostForm = z
  .strictObject({
    content: PostContent.optional(),
    isPrivate: z.boolean().optional(),
    mediaId: Id.nullable()
      .optional()
      .meta({ description: 'Another image, or null for none. The old image is deleted' }),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'must change at least one field',
  });

export function editPost(context: Context): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/posts/{postId}',
    summary: 'Change your post',
    description:
      'A change to the values that the post has already changes nothing: `updatedAt` stays, and no event is published.',
    tag: 'posts',
    access: 'signedIn',
    params: z.object({ postId: Id }),
    body: PostForm,
    answer: PostView,
    errors: ['forbidden', 'not_found'],
    async handle({ params: { postId }, body, caller: { userId } }) {
      const { mentions } = await requireOwnPost(context, userId, postId);
      const author = await requireAuthor(context, userId);
      const tags = body.content === undefined ? undefined : await readTags(context, userId, body.content, mentions);
      const post = await context.database.transaction(async (tx) => {
        await context.people.requireActive(tx, userId);
        return changePost(tx, userId, postId, body, tags);
      });
      if (body.mediaId !== undefined) context.mediaCleaner.wake();
      const mentionsIn = await mentionsFor(context, userId, [post]);
      return toPostView(toSnapshot(post), author, mentionsIn(post.mentions));
    },
  });
}
