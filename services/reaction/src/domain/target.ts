import type { ReactionTarget } from '@townsquare/contracts';

export type TargetType = ReactionTarget['type'];

/** What is reacted to, with whose it is and the post that it is, or hangs on. */
export interface Target extends ReactionTarget {
  postId: string;
  authorId: string;
}

/** The name of a target as the aggregate of events: `post:7`. */
export function aggregateId({ type, id }: ReactionTarget): string {
  return `${type}:${id}`;
}
