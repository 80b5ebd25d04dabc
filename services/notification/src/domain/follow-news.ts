import type { Cause, Draft, Kind } from './kinds.js';
import { messages } from './messages.js';

/** The news of who follows whom. */
export type FollowKind = Extract<Kind, 'follow' | 'followRequest' | 'followAccepted'>;

/** What such news is about: the person who caused it, for that is whom one wants to look at. */
export function followCause<K extends FollowKind>(kind: K, actorId: string): Cause & { kind: K } {
  return { kind, actorId, targetType: 'user', targetId: actorId };
}

export function followDraft(kind: FollowKind, actorId: string, at: string): Draft {
  return { ...followCause(kind, actorId), postId: null, createdAt: new Date(at), says: messages[kind]() };
}
