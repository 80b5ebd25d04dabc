import type { MentionView, PostView } from '@townsquare/contracts';
import { type KnownPerson, toView } from '@townsquare/projections';
import type { PostCopy } from '../data/post-copies.js';

/** The post as it is shown. `mentions` are those that its reader is shown. */
export function present(post: PostCopy, author: KnownPerson, mentions: MentionView[]): PostView {
  return {
    id: post.postId,
    author: toView(author),
    content: post.content,
    media: post.media,
    isPrivate: post.isPrivate,
    hashtags: post.hashtags,
    mentions,
    createdAt: post.createdAt.toISOString(),
    updatedAt: post.updatedAt.toISOString(),
  };
}
