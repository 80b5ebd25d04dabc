import { Id, type ReactionTarget } from '@townsquare/contracts';
import { z } from 'zod';

export type TargetType = ReactionTarget['type'];

/** A post or comment that people react to, with its author and the post that it is or stands under. */
export interface Target extends ReactionTarget {
  postId: string;
  authorId: string;
}

/** The id of a target as the aggregate of events: `post:7`. */
export function aggregateId({ type, id }: ReactionTarget): string {
  return `${type}:${id}`;
}

/** The address of the reactions to one type of target. Both types have the same routes. */
export interface TargetPath {
  type: TargetType;
  path: string;
  /** Where the reactions to many targets are read at once. */
  listPath: string;
  params: z.ZodType<Record<string, string>>;
  /** The target that a request names. */
  of(params: Record<string, string>): ReactionTarget;
}

export const TARGET_PATHS: TargetPath[] = [
  targetPath('post', '/api/v1/posts/{postId}/reactions', 'postId'),
  targetPath('comment', '/api/v1/comments/{commentId}/reactions', 'commentId'),
];

function targetPath(type: TargetType, path: string, name: string): TargetPath {
  const listPath = `/api/v1/reactions/${type}s`;
  return { type, path, listPath, params: z.object({ [name]: Id }), of: (params) => ({ type, id: params[name]! }) };
}
