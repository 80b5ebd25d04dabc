import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postCreated, postDeleted, userBlocked, userDeleted, userUnblocked } from '@townsquare/contracts';
import { postOf } from '@townsquare/projections/testing';
import { FeedTown } from './feed-town.js';

const AT_A_TIME = 8;

/** Some minutes ago: feed applies the follows of these tests only now, as when it works off a backlog. */
const past = (minutes: number) => new Date(Date.now() - minutes * 60_000);

let town: FeedTown;
beforeAll(async () => {
  town = await FeedTown.start();
});
afterAll(() => town.stop());
beforeEach(() => town.clear());

/** What can happen between a reader and an author, and to the author's post. */
function stepsOf(author: number, reader: number, postId: number) {
  const post = postOf(postId, author, { createdAt: past(30).toISOString() });
  const block = { blockerId: `${reader}`, blockedId: `${author}`, at: new Date().toISOString() };
  return {
    followed: () => town.follow(reader, author, 1, past(60)),
    created: () => town.deliver(postCreated, post),
    announced: () => town.announce(post, [reader]),
    unfollowed: () => town.unfollow(reader, author, 2),
    followedAgain: () => town.follow(reader, author, 3, past(1)),
    blocked: () => town.deliver(userBlocked, block, { aggregateversion: 3 }),
    unblocked: () => town.deliver(userUnblocked, block, { aggregateversion: 4 }),
    followedAfterBlock: () => town.follow(reader, author, 5, past(1)),
    deleted: () => town.deliver(postDeleted, { postId: post.postId, authorId: post.authorId }, { aggregateversion: 2 }),
    authorGone: () => town.deliver(userDeleted, { userId: post.authorId }),
    readerGone: () => town.deliver(userDeleted, { userId: `${reader}` }),
  };
}

/** Expects the reader's timeline to end with the post, or without it, after every order of these events. */
async function everyOrder(names: (keyof ReturnType<typeof stepsOf>)[], outcome: 'shown' | 'not shown'): Promise<void> {
  const cases = permutations(names).map((order, index) => {
    const [author, reader, postId] = [1_000 + index, 2_000 + index, 3_000 + index];
    return { order, reader, postId, steps: stepsOf(author, reader, postId) };
  });
  // Several pairs of users at a time, which are independent of each other.
  const waiting = [...cases];
  const play = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const name of next.order) await next.steps[name]();
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, play));
  await town.purge();
  for (const { order, reader, postId } of cases) {
    const expected = outcome === 'shown' ? [`${postId}`] : [];
    expect({ order, entries: await town.entries(reader) }).toEqual({ order, entries: expected });
  }
}

describe('in every order of events', () => {
  test('a follower has the post once', () => everyOrder(['followed', 'created', 'announced'], 'shown'));

  test('a reader who follows after the announcement has the post once', () =>
    everyOrder(['followed', 'created'], 'shown'));

  test('a reader who has unfollowed has no post', () =>
    everyOrder(['followed', 'created', 'announced', 'unfollowed'], 'not shown'));

  test('a reader who follows again has the post once', () =>
    everyOrder(['followed', 'created', 'announced', 'unfollowed', 'followedAgain'], 'shown'));

  test('a block removes the post', () => everyOrder(['created', 'announced', 'followed', 'blocked'], 'not shown'));

  test('a reader who follows again after the block has ended has the post once', () =>
    everyOrder(['created', 'announced', 'blocked', 'unblocked', 'followedAfterBlock'], 'shown'));

  test('a deleted post is in no timeline', () =>
    everyOrder(['followed', 'created', 'announced', 'deleted'], 'not shown'));

  test('nothing is left of a deleted author', () =>
    everyOrder(['followed', 'created', 'announced', 'authorGone'], 'not shown'));

  test('nothing is left of a deleted reader', () =>
    everyOrder(['followed', 'created', 'announced', 'readerGone'], 'not shown'));
});

test('simultaneous events of one author leave one entry for every follower', async () => {
  const author = 1;
  const readers = Array.from({ length: 20 }, (_, index) => 100 + index);
  const posts = Array.from({ length: 5 }, (_, index) => postOf(1_000 + index, author));
  await Promise.all([
    ...readers.map((reader) => town.follow(reader, author, 1)),
    ...posts.map((snapshot) => town.deliver(postCreated, snapshot)),
    ...posts.map((snapshot) => town.announce(snapshot, readers.slice(0, 10))),
  ]);
  for (const reader of readers) expect((await town.entries(reader)).sort()).toEqual(posts.map(({ postId }) => postId));
});

function permutations<T>(items: T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
