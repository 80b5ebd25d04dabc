import { maySee } from '@townsquare/projections';
import type { PostCopy } from '../data/post-copies.js';
import type { Hydrated } from './hydration.js';

/** Whether the reader may see a post, by the same rule as everywhere, from what feed knows. */
export function isVisible(readerId: string, { authorId, isPrivate }: PostCopy, hydrated: Hydrated): boolean {
  const facts = { authorId, isPrivate, author: hydrated.people.get(authorId) };
  return maySee(readerId, facts, {
    blocked: hydrated.blocked.has(authorId),
    follows: hydrated.followed.has(authorId),
  });
}
