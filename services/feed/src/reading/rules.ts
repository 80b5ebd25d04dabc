import { maySee } from '@townsquare/projections';
import type { PostCopy } from '../data/post-copies.js';
import type { Hydrated } from './hydration.js';

/** Whether a post is put before the reader: they may see it, by the same rule as everywhere, and have not muted it. */
export function isShown(readerId: string, post: PostCopy, hydrated: Hydrated): boolean {
  const { authorId, isPrivate } = post;
  const facts = { authorId, isPrivate, author: hydrated.people.get(authorId) };
  const relation = { blocked: hydrated.blocked.has(authorId), follows: hydrated.followed.has(authorId) };
  return maySee(readerId, facts, relation) && !hydrated.isMuted(post);
}
