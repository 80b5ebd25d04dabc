import { MAX_POST_LENGTH } from '@townsquare/contracts';
import type { ImageVariant } from '@townsquare/images';
import { invalidField } from '@townsquare/kit';
import { writtenText } from '@townsquare/text';
import type { Media, Post } from '../data/entities.js';

export const PostContent = writtenText()
  .max(MAX_POST_LENGTH)
  .meta({ description: 'The text. It may be empty only if the post has an image' });

/** What the author of a post may change. A field that is undefined stays as it is. */
export interface PostChange {
  content?: string | undefined;
  isPrivate?: boolean | undefined;
  mediaId?: string | null | undefined;
}

/**
 * Whether the post already has all the values of the change. Such an edit is none: `updatedAt` and the version stay, and no
 * event is published. Any other edit sets `updatedAt`, raises the version and publishes `post.updated`.
 */
export function changesNothing(post: Post, change: PostChange): boolean {
  return Object.entries(change).every(([field, value]) => value === undefined || post[field as keyof Post] === value);
}

/** Throws `invalid_request` for a post with neither text nor image. */
export function requireContent({ content, mediaId }: Pick<Post, 'content' | 'mediaId'>): void {
  if (content === '' && mediaId === null) throw invalidField('content', 'is required unless there is an image');
}

/** Where clients get an image: a path on the gateway. */
export function mediaPath(mediaId: string, variant: ImageVariant): string {
  return `/api/v1/media/${mediaId}/${variant}`;
}

/** The columns of a post that are about its image. */
export function mediaColumns(media: Media | null): Pick<Post, 'mediaId' | 'mediaUrl' | 'mediaWidth' | 'mediaHeight'> {
  return {
    mediaId: media?.id ?? null,
    mediaUrl: media && mediaPath(media.id, 'full'),
    mediaWidth: media?.width ?? null,
    mediaHeight: media?.height ?? null,
  };
}
