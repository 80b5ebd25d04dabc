import { compareCounts, type Finding } from './finding.js';
import type { Owned } from './owned.js';
import type { TownSeen } from './seen.js';

/** The counters are the numbers of what the owners have. */
export function checkCounters(owned: Owned, seen: TownSeen): Finding[] {
  return [...countersOfPeople(owned), ...countersOfPosts(owned, seen)];
}

function countersOfPeople(owned: Owned): Finding[] {
  return owned.people.flatMap((person) => {
    const place = { section: `person ${person.username}`, view: 'counters' } as const;
    const sum = (count: (post: (typeof person.posts)[number]) => number) =>
      person.posts.reduce((total, post) => total + count(post), 0);
    const written = [...owned.comments.values()].filter(({ authorId }) => authorId === person.userId).length;
    const follows = {
      followerCount: owned.followersOf(person.userId).length,
      followingCount: person.following.length,
    };
    const metrics = {
      ...follows,
      postCount: person.posts.length,
      commentCount: written,
      reactionsReceived: sum((post) => owned.reactionsTo(post).length),
      commentsReceived: sum((post) => owned.commentsUnder(post.id).length),
    };
    return [...compareCounts(place, metrics, { ...person.metrics }), ...compareCounts(place, follows, person.profile)];
  });
}

function countersOfPosts(owned: Owned, seen: TownSeen): Finding[] {
  return [...owned.posts.values()].flatMap((post) => {
    const thread = seen.threads.get(post.id);
    if (!thread) return [];
    const expected = { commentCount: thread.comments.length, reactionCount: owned.reactionsTo(post).length };
    return compareCounts({ section: `post ${post.id}`, view: 'counters' }, expected, thread.counts);
  });
}
