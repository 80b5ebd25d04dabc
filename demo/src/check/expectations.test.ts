import { expect, test } from '@jest/globals';
import { makePlan } from '../plan/make-plan.js';
import type { Plan } from '../plan/plan.js';
import { expectationsOf } from './expectations.js';

/** Three people, of whom 0 is friends with both others, and a small conversation. */
function smallPlan(): Plan {
  const network = { size: 3, edges: [[0, 1] as [number, number], [0, 2] as [number, number]], description: 'three' };
  const plan = makePlan(network, 'test', { posts: 0, comments: 0, reactions: 0, images: 0 });
  const [first] = makePlan(network, 'test', { posts: 1, comments: 0, reactions: 0, images: 0 }).posts;
  const post = { ...first!, hashtags: ['tea'], mentions: [], image: null, isPrivate: false };
  return {
    ...plan,
    posts: [
      { ...post, author: 0, mentions: [1] },
      { ...post, author: 1, content: 'other' },
    ],
    comments: [
      { post: 0, author: 1, parent: null, content: 'tells 0 of a comment' },
      { post: 0, author: 0, parent: 0, content: 'tells 1 of a reply' },
      { post: 0, author: 2, parent: 0, content: 'tells 1 of a reply, 0 of a comment' },
      { post: 0, author: 2, parent: 1, content: 'tells 0 of a reply, and not again of a comment' },
      { post: 0, author: 0, parent: null, content: 'tells nobody' },
    ],
    reactions: [
      { author: 1, target: { post: 0 }, type: 'like' },
      { author: 0, target: { comment: 0 }, type: 'love' },
      { author: 1, target: { comment: 0 }, type: 'haha' },
    ],
  };
}

test('expectations follow from the plan by the rules of the services', () => {
  expect(expectationsOf(smallPlan())).toEqual({
    accounts: 3,
    follows: 4,
    posts: 2,
    images: 0,
    hashtagUses: 2,
    mentions: 1,
    comments: 5,
    reactions: 3,
    // The post of 0 in three timelines, that of 1 in two.
    timelineEntries: 5,
    notifications: { follow: 4, post: 3, mention: 1, comment: 2, reply: 3, reaction: 2 },
  });
});
