import { Id, type ReactionTarget } from '@townsquare/contracts';
import { z } from 'zod';
import type { TargetType } from '../domain/target.js';

/** Where the reactions to posts, or to comments, are found: the same routes for both. */
export interface TargetRoutes {
  type: TargetType;
  path: string;
  params: z.ZodType<Record<string, string>>;
  /** The target that a request names. */
  of(params: Record<string, string>): ReactionTarget;
}

export const TARGETS: TargetRoutes[] = [
  targetRoutes('post', '/api/v1/posts/{postId}/reactions', 'postId'),
  targetRoutes('comment', '/api/v1/comments/{commentId}/reactions', 'commentId'),
];

function targetRoutes(type: TargetType, path: string, name: string): TargetRoutes {
  return { type, path, params: z.object({ [name]: Id }), of: (params) => ({ type, id: params[name]! }) };
}
