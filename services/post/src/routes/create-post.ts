import { Id, PostView, postCreated } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { mentionsFor, toPostView } from '@townsquare/projections';
import { z } from 'zod';
import { requireAuthor } from '../authors.js';
import type { Context } from '../context.js';
import { attachMedia } from '../data/media-changes.js';
import { insertPost } from '../data/post-changes.js';
import { toSnapshot } from '../domain/post-views.js';
import { readTags } from '../tags.js';
import { mediaColumns, PostContent, requireFreeMedia } from './post-input.js';

const NewPost = z
  .strictObject({
    content: PostContent.default(''),
    mediaId: Id.optional().meta({ description: 'An image that the caller uploaded and that no post has' }),
    isPrivate: z.boolean().default(false).meta({ description: 'Only the author and their followers see it' }),
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
      const { content, mediaId, isPrivate } = body;
      const author = await requireAuthor(context, userId);
      const tags = await readTags(context, userId, content);
      const mentionsIn = await mentionsFor(context, userId, [tags]);
      return once(context.database, async (tx) => {
        await context.people.requireActive(tx, userId);
        const media = mediaId === undefined ? null : await requireFreeMedia(tx, userId, mediaId);
        const now = new Date();
        const times = { createdAt: now, updatedAt: now, version: '1' };
        const added = { userId, content, isPrivate, ...mediaColumns(media), ...tags, ...times };
        const post = await insertPost(tx.manager, added);
        if (media) await attachMedia(tx.manager, media, post.id);
        tx.publish(postCreated, { id: post.id, version: 1 }, toSnapshot(post));
        return toPostView(toSnapshot(post), author, mentionsIn(post.mentions));
      });
    },
  });
}
