import { Id, PostView } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { mentionsFor, toPostView } from '@townsquare/projections';
import { z } from 'zod';
import type { Context } from '../context.js';
import { PostContent } from '../domain/post.js';
import { addPost, readTags, requireAuthor } from '../use-cases/write-posts.js';
import { toSnapshot } from '../views/posts.js';

const NewPost = z
  .strictObject({
    content: PostContent.default(''),
    mediaId: Id.optional().meta({ description: 'An image that the caller has uploaded and that no post has' }),
    isPrivate: z.boolean().default(false).meta({ description: 'Only you and your followers see the post' }),
  })
  .refine(({ content, mediaId }) => content !== '' || mediaId !== undefined, {
    path: ['content'],
    message: 'is required unless there is an image',
  });

export function createPost(context: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/posts',
    summary: 'Write a post',
    tag: 'posts',
    access: 'signedIn',
    body: NewPost,
    status: 201,
    answer: PostView,
    errors: ['forbidden'],
    creates: true,
    async handle({ body, caller: { userId }, once }) {
      const author = await requireAuthor(context, userId);
      const tags = await readTags(context, userId, body.content);
      const mentionsIn = await mentionsFor(context, userId, [tags]);
      return once(context.database, async (tx) => {
        await context.people.requireActive(tx, userId);
        const post = await addPost(tx, userId, body, tags);
        return toPostView(toSnapshot(post), author, mentionsIn(post.mentions));
      });
    },
  });
}
