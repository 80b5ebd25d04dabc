import type { MediaView, PostRecord, PostSnapshot } from '@townsquare/contracts';
import type { Post } from '../data/post.js';

/** Where an image is served: a path on the gateway. */
export function mediaUrl(mediaId: string, variant: 'full' | 'thumbnail'): string {
  return `/api/v1/media/${mediaId}/${variant}`;
}

/** An image, as clients are shown it. */
export function toMediaView({ id, width, height }: { id: string; width: number; height: number }): MediaView {
  return { id, url: mediaUrl(id, 'full'), thumbnailUrl: mediaUrl(id, 'thumbnail'), width, height };
}

/** A post, as events carry it. */
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

/** A post, as other services are told of it when they ask. */
export function toRecord(post: Post): PostRecord {
  return { ...toSnapshot(post), version: Number(post.version) };
}

function mediaOf({ mediaId, mediaWidth, mediaHeight }: Post): MediaView | null {
  return mediaId === null ? null : toMediaView({ id: mediaId, width: mediaWidth ?? 0, height: mediaHeight ?? 0 });
}
