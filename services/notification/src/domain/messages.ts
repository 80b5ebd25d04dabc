import { REACTION_TYPES, REACTION_VERBS, type ReactionTarget, type ReactionType } from '@townsquare/contracts';
import type { Kind, TargetType } from './kinds.js';

const reacted = (type: ReactionType, target: TargetType) => `${REACTION_VERBS[type]} your ${target}`;

/** What the actor did, by kind of notification, in all forms. */
const DID: Record<Kind, (target: TargetType) => string[]> = {
  post: () => ['posted'],
  mention: (target) => [`mentioned you in a ${target}`],
  comment: () => ['commented on your post'],
  reply: () => ['replied to your comment'],
  reaction: (target) => REACTION_TYPES.map((type) => reacted(type, target)),
  follow: () => ['started following you'],
  followRequest: () => ['asked to follow you'],
  followAccepted: () => ['accepted your request to follow them'],
  // It names nobody.
  contentRemoved: () => [],
};

/** Stands for the name of an actor whose profile is not known. */
const NAMELESS = 'Somebody';

type Sentence = (name: string | undefined) => string;

const sentence =
  (did: string): Sentence =>
  (name = NAMELESS) =>
    `${name} ${did}`;
const only = (kind: Exclude<Kind, 'reaction' | 'contentRemoved'>, target: TargetType) =>
  sentence(DID[kind](target)[0]!);

/** The message of each kind of notification: a sentence that begins with the actor's name. */
export const messages = {
  post: () => only('post', 'post'),
  mention: (target: 'post' | 'comment') => only('mention', target),
  comment: () => only('comment', 'comment'),
  reply: () => only('reply', 'comment'),
  reaction: (reaction: ReactionType, target: ReactionTarget['type']) => sentence(reacted(reaction, target)),
  follow: () => only('follow', 'user'),
  followRequest: () => only('followRequest', 'user'),
  followAccepted: () => only('followAccepted', 'user'),
  contentRemoved:
    (target: ReactionTarget['type']): Sentence =>
    () =>
      `Your ${target} was removed by the moderators`,
};

/**
 * The message with the actor's present name. A stored message has `NAMELESS` in its place, or, if an earlier version wrote it,
 * the name of its day.
 */
export function messageNow(
  { kind, targetType, message }: { kind: Kind; targetType: TargetType; message: string },
  name: string | undefined,
): string {
  const did = DID[kind](targetType).find((one) => message.endsWith(` ${one}`));
  return did === undefined ? message : sentence(did)(name);
}
