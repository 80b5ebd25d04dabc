import type { ReactionTarget, ReactionType } from '@townsquare/contracts';

const REACTED: Record<ReactionType, (target: string) => string> = {
  like: (target) => `liked your ${target}`,
  love: (target) => `loved your ${target}`,
  haha: (target) => `laughed at your ${target}`,
  sad: (target) => `was saddened by your ${target}`,
  angry: (target) => `was angered by your ${target}`,
};

/** What each kind of notification says, as a sentence that begins with a name. */
export const messages = {
  post: () => (name: string) => `${name} posted`,
  mention: () => (name: string) => `${name} mentioned you in a post`,
  comment: () => (name: string) => `${name} commented on your post`,
  reply: () => (name: string) => `${name} replied to your comment`,
  reaction: (reaction: ReactionType, target: ReactionTarget['type']) => (name: string) =>
    `${name} ${REACTED[reaction](target)}`,
  follow: () => (name: string) => `${name} started following you`,
  followRequest: () => (name: string) => `${name} asked to follow you`,
  contentRemoved: (target: ReactionTarget['type']) => () => `Your ${target} was removed by the moderators`,
  followAccepted: () => (name: string) => `${name} accepted your request to follow them`,
};
