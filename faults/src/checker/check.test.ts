import { describe, expect, test } from '@jest/globals';
import { check } from './check.js';
import { factsOf } from './facts.js';
import { smallTown } from './sample.js';
import type { PersonSeen, ThreadSeen, TownSeen } from './seen.js';

interface Parts {
  seen: TownSeen;
  ana: PersonSeen;
  ben: PersonSeen;
  thread: ThreadSeen;
}

/** What the checker finds in the small town after something went wrong in it. */
function findingsAfter(mishap: (town: Parts) => void): string[] {
  const { entries, seen } = smallTown();
  mishap({ seen, ana: seen.people.get('ana')!, ben: seen.people.get('ben')!, thread: seen.threads.get('10')! });
  return check(factsOf(entries), seen).map(({ kind, view, section }) => `${kind} in ${view} of ${section}`);
}

test('a town in which all is as it must be has no findings', () => {
  expect(findingsAfter(() => {})).toEqual([]);
});

test('a reaction to a comment is not taken for one to the post of the same number', () => {
  const reaction = { kind: 'reaction', actorId: '2', target: 'comment 10', message: 'BEN loved your comment' };
  expect(findingsAfter(({ ana }) => ana.notifications.push(reaction))).toEqual([
    'left over in notifications of person ana',
    'wrong in notifications of person ana',
  ]);
});

test.each([
  [1_000, 'right', []],
  [999, 'wrong', ['wrong in notifications of person ana']],
])('above a thousand unread notifications, a count of %d is %s', (unread, _verdict, expected) => {
  const more = Array.from({ length: 1_100 }, (_, index) => ({
    kind: 'reaction',
    actorId: '2',
    target: `comment ${1_000 + index}`,
    message: 'BEN loved your comment',
  }));
  const findings = findingsAfter(({ ana }) => {
    ana.notifications.push(...more);
    ana.unread = unread;
  });
  expect(findings.filter((finding) => !finding.startsWith('left over'))).toEqual(expected);
});

describe('what went wrong is found', () => {
  test.each<[string, (town: Parts) => void, string]>([
    ['a lost account', ({ seen }) => seen.people.delete('ana'), 'lost in owner of person ana'],
    ['a lost timeline entry', ({ ben }) => ben.timeline.pop(), 'lost in timeline of person ben'],
    ['a doubled timeline entry', ({ ben }) => ben.timeline.push(ben.timeline[0]!), 'doubled in timeline of person ben'],
    ['an old text in a timeline', ({ ben }) => (ben.timeline[0]!.content = 'Old'), 'wrong in timeline of person ben'],
    [
      'a post of a stranger in a timeline',
      ({ ana, ben }) => ana.timeline.push({ ...ben.timeline[0]!, id: '11' }),
      'left over in timeline of person ana',
    ],
    ['a lost notification', ({ ana }) => ana.notifications.pop(), 'lost in notifications of person ana'],
    [
      'a doubled notification',
      ({ ana }) => ana.notifications.push(ana.notifications[0]!),
      'doubled in notifications of person ana',
    ],
    ['a lost announcement', ({ ben }) => ben.notifications.pop(), 'lost in notifications of person ben'],
    [
      'a doubled announcement',
      ({ ben }) => ben.notifications.push(ben.notifications[0]!),
      'doubled in notifications of person ben',
    ],
    [
      'an old reaction in a notification',
      ({ ana }) => (ana.notifications[2]!.message = 'BEN loved your post'),
      'wrong in notifications of person ana',
    ],
    ['a wrong number of unread', ({ ana }) => (ana.unread = 4), 'wrong in notifications of person ana'],
    ['a wrong counter of a person', ({ ana }) => (ana.metrics.followerCount = 2), 'wrong in counters of person ana'],
    ['a wrong number of followers', ({ ana }) => (ana.profile.followerCount = 0), 'wrong in counters of person ana'],
    ['a wrong counter of a post', ({ thread }) => (thread.counts.commentCount = 2), 'wrong in counters of post 10'],
    ['a post that is not found', ({ ana }) => ana.found.pop(), 'lost in search of person ana'],
    [
      'a post that is found with its old text',
      ({ ana }) => (ana.found[0]!.content = 'Old'),
      'wrong in search of person ana',
    ],
    ['a wrong count of a hashtag', ({ ana }) => (ana.tagged = 2), 'wrong in search of person ana'],
    ['a person who is not found', ({ ben }) => (ben.foundAsPerson = 0), 'wrong in search of person ben'],
    ['a lost comment', ({ thread }) => thread.comments.pop(), 'lost in owner of post 10'],
    [
      'a comment that one write made twice',
      ({ thread }) => thread.comments.push({ ...thread.comments[0]!, id: '21' }),
      'doubled in owner of post 10',
    ],
    ['a lost reaction', ({ thread }) => thread.reactions.set('/posts/10/reactions', []), 'lost in owner of post 10'],
    [
      'another reaction than was sent',
      ({ thread }) => (thread.reactions.get('/posts/10/reactions')![0]!.type = 'sad'),
      'wrong in owner of post 10',
    ],
    ['a lost follow', ({ ben }) => (ben.following = []), 'lost in owner of person ben'],
    ['a follow that nobody asked for', ({ ana }) => ana.following.push('2'), 'left over in owner of person ana'],
    [
      'a post that one write made twice',
      ({ ana }) => ana.posts.push({ ...ana.posts[0]!, id: '11' }),
      'doubled in owner of person ana',
    ],
    [
      'a post that nobody wrote',
      ({ ana }) => ana.posts.push({ ...ana.posts[0]!, id: '11', content: 'Spam' }),
      'left over in owner of person ana',
    ],
    ['a post that turned private', ({ ana }) => (ana.posts[0]!.isPrivate = true), 'wrong in owner of person ana'],
  ])('%s', (_mishap, happen, finding) => {
    expect(findingsAfter(happen)).toContain(finding);
  });
});
