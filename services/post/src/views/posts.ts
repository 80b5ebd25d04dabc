import type { MediaView, PostRecord, PostSnapshot } from '@townsquare/contracts';
import type { Media, Post } from '../data/entities.js';
import { mediaColumns, mediaPath } from '../domain/post.js';

/** An uploaded image, as clients get it. */
export function toMediaView(media: Media): MediaView {
  return mediaOf(mediaColumns(media))!;
}

/** A post as events carry it. */
export function toSnapshot(post: Post): PostSnapshot {
  return {
    postId: post.id,
    authorId: post.userId,
    content: post.content,
    media: mediaOf(post),
    isPrivate: post.isPrivate,
    hashtags: post.hashtags,
    mentions: post.mentions,
    createdAt: post.createdAt.toISOString(),
    updatedAt: post.updatedAt.toISOString(),
  };
}

/** A post as other services get it when they ask for it. */
export function toRecord(post: Post): PostRecord {
  return { ...toSnapshot(post), version: Number(post.version) };
}

function mediaOf({ mediaId, mediaUrl, mediaWidth, mediaHeight }: ReturnType<typeof mediaColumns>): MediaView | null {
  if (mediaId === null) return null;
  return {
    id: mediaId,
    url: mediaUrl!,
    thumbnailUrl: mediaPath(mediaId, 'thumbnail'),
    width: mediaWidth!,
    height: mediaHeight!,
  };
}
