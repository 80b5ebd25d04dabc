import { MAX_POST_LENGTH } from '@townsquare/contracts';
import { invalidField, type Transaction } from '@townsquare/kit';
import { writtenText } from '@townsquare/text';
import type { Media } from '../data/media.js';
import { lockFreeMedia } from '../data/media-changes.js';
import type { Post } from '../data/post.js';
import { mediaUrl } from '../domain/post-views.js';

export const PostContent = writtenText()
  .max(MAX_POST_LENGTH)
  .meta({ description: 'The text. It may be empty only where there is an image' });

/** The image, if it is the author's and no post has taken it; locked until the transaction is over. */
export async function requireFreeMedia({ manager }: Transaction, userId: string, mediaId: string): Promise<Media> {
  const media = await lockFreeMedia(manager, userId, mediaId);
  if (!media) throw invalidField('mediaId', 'is not an image of yours that no post has');
  return media;
}

/** The columns of a post's image. */
export function mediaColumns(media: Media | null): Pick<Post, 'mediaId' | 'mediaUrl' | 'mediaWidth' | 'mediaHeight'> {
  return {
    mediaId: media?.id ?? null,
    mediaUrl: media && mediaUrl(media.id, 'full'),
    mediaWidth: media?.width ?? null,
    mediaHeight: media?.height ?? null,
  };
}
