import { Id, PostView, postUpdated } from '@townsquare/contracts';
import { defineRoute, invalidField, notFound, type Route, type Transaction } from '@townsquare/kit';
import { mentionsFor, toPostView } from '@townsquare/projections';
import { z } from 'zod';
import { requireAuthor } from '../authors.js';
import type { Context } from '../context.js';
import { attachMedia, removeMediaOf } from '../data/media-changes.js';
import type { Post } from '../data/post.js';
import { lockPost, updatePost } from '../data/post-changes.js';
import { toSnapshot } from '../domain/post-views.js';
import { readTags } from '../tags.js';
import { requireOwnPost } from '../visible-posts.js';
import { mediaColumns, PostContent, requireFreeMedia } from './post-input.js';

const PostChange = z
  .strictObject({
    content: PostContent.optional(),
    isPrivate: z.boolean().optional(),
    mediaId: Id.nullable().optional().meta({ description: 'Another image, or null for none; the old one is deleted' }),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'must change at least one field',
  });

export function editPost(context: Context): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/posts/{postId}',
    summary: 'Change a post of your own',
    description: 'What is as it was already is no change: nobody is told, and the post is not marked as edited.',
    tag: 'posts',
    access: 'signedIn',
    params: z.object({ postId: Id }),
    body: PostChange,
    answer: PostView,
    errors: ['forbidden', 'not_found'],
    async handle({ params: { postId }, body, caller: { userId } }) {
      const { mentions } = await requireOwnPost(context, userId, postId);
      const author = await requireAuthor(context, userId);
      const tags = body.content === undefined ? {} : await readTags(context, userId, body.content, mentions);
      const post = await context.database.transaction(async (tx) => {
        await context.people.requireActive(tx, userId);
        const before = await lockPost(tx.manager, userId, postId);
        if (!before) throw notFound('post');
        if (changesNothing(before, body)) return before;
        const media = await replaceMedia(tx, before, body.mediaId);
        const content = body.content ?? before.content;
        const isPrivate = body.isPrivate ?? before.isPrivate;
        const changed = { ...before, ...media, ...tags, content, isPrivate, updatedAt: new Date() };
        if (changed.content === '' && changed.mediaId === null) {
          throw invalidField('content', 'is required unless there is an image');
        }
        const after = await updatePost(tx.manager, changed);
        tx.publish(postUpdated, { id: postId, version: Number(after.version) }, toSnapshot(after));
        return after;
      });
      if (body.mediaId !== undefined) context.mediaCleaner.wake();
      const mentionsIn = await mentionsFor(context, userId, [post]);
      return toPostView(toSnapshot(post), author, mentionsIn(post.mentions));
    },
  });
}

function changesNothing(post: Post, change: Partial<Pick<Post, 'content' | 'isPrivate' | 'mediaId'>>): boolean {
  return Object.entries(change).every(([field, value]) => value === undefined || post[field as keyof Post] === value);
}

/** Gives a post another image, or none, and deletes the old one; answers the columns that this changes. */
async function replaceMedia(tx: Transaction, post: Post, mediaId: string | null | undefined): Promise<Partial<Post>> {
  if (mediaId === undefined || mediaId === post.mediaId) return {};
  const media = mediaId === null ? null : await requireFreeMedia(tx, post.userId, mediaId);
  await removeMediaOf(tx.manager, post.userId, [post.id]);
  if (media) await attachMedia(tx.manager, media, post.id);
  return mediaColumns(media);
}
