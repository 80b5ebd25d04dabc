import { groupBy } from '../group-by.js';
import type { Plan } from '../plan/plan.js';

/** What follows from the plan by the town's rules. */
export interface Expectations {
  accounts: number;
  follows: number;
  posts: number;
  images: number;
  hashtagUses: number;
  mentions: number;
  comments: number;
  reactions: number;
  /** A post stands in its author's timeline and in each follower's. */
  timelineEntries: number;
  notifications: Record<NotificationKind, number>;
}

export const NOTIFICATION_KINDS = ['follow', 'post', 'mention', 'comment', 'reply', 'reaction'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Works out what the town holds once everything of the plan has been done and every event has had its effect. */
export function expectationsOf(plan: Plan): Expectations {
  const followers = groupBy(plan.follows, ([, followed]) => followed);
  const announced = plan.posts.reduce((sum, post) => sum + (followers.get(post.author)?.length ?? 0), 0);
  const mentions = plan.posts.reduce((sum, post) => sum + post.mentions.length, 0);
  return {
    accounts: plan.people.length,
    follows: plan.follows.length,
    posts: plan.posts.length,
    images: plan.posts.filter((post) => post.image !== null).length,
    hashtagUses: plan.posts.reduce((sum, post) => sum + post.hashtags.length, 0),
    mentions,
    comments: plan.comments.length,
    reactions: plan.reactions.length,
    timelineEntries: plan.posts.length + announced,
    notifications: {
      follow: plan.follows.length,
      post: announced,
      mention: mentions,
      ...commentNotifications(plan),
      reaction: plan.reactions.filter((reaction) => reaction.author !== targetAuthor(plan, reaction.target)).length,
    },
  };
}

/**
 * A reply tells whom it answers. Every comment tells the post's author, unless the reply told them already. Nobody is
 * told of what they did themselves.
 */
function commentNotifications({ posts, comments }: Plan): { comment: number; reply: number } {
  const told = { comment: 0, reply: 0 };
  for (const { author, post, parent } of comments) {
    const answered = parent === null ? null : comments[parent]!.author;
    const replyTold = answered !== null && answered !== author ? answered : null;
    const postAuthor = posts[post]!.author;
    if (replyTold !== null) told.reply += 1;
    if (postAuthor !== author && postAuthor !== replyTold) told.comment += 1;
  }
  return told;
}

function targetAuthor({ posts, comments }: Plan, target: Plan['reactions'][number]['target']): number {
  return 'post' in target ? posts[target.post]!.author : comments[target.comment]!.author;
}
