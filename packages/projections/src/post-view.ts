import type { MentionView, PersonView, PostSnapshot, PostView } from '@townsquare/contracts';
import { toView } from './people.js';

/** What is shown of a post itself, from an event, from its owner or from a service's copy. */
export type ShownPost = Omit<PostSnapshot, 'authorId' | 'mentions' | 'createdAt' | 'updatedAt'> & {
  createdAt: Date | string;
  updatedAt: Date | string;
};

/** The post as its reader sees it. `mentions` are those that this reader may see: `mentionsFor` finds them. */
export function toPostView(post: ShownPost, author: PersonView, mentions: MentionView[]): PostView {
  return {
    id: post.postId,
    author: toView(author),
    content: post.content,
    media: post.media,
    isPrivate: post.isPrivate,
    hashtags: post.hashtags,
    mentions,
    createdAt: new Date(post.createdAt).toISOString(),
    updatedAt: new Date(post.updatedAt).toISOString(),
  };
}
