import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postCreated, postDeleted, userBlocked, userDeleted, userUnblocked } from '@townsquare/contracts';
import { FeedTown, postOf } from './town.js';

const AUTHOR = 1;
const READER = 2;

/** Some minutes ago: the follows of these tests count here only from now on, as in a backlog that is worked off. */
const past = (minutes: number) => new Date(Date.now() - minutes * 60_000);

let town: FeedTown;
beforeAll(async () => {
  town = await FeedTown.start();
});
afterAll(() => town.stop());
beforeEach(() => town.clear());

const post = postOf(10, AUTHOR, { createdAt: past(30).toISOString() });
const block = { blockerId: `${READER}`, blockedId: `${AUTHOR}`, at: new Date().toISOString() };

const steps: Record<string, () => Promise<unknown>> = {
  followed: () => town.follow(READER, AUTHOR, 1, past(60)),
  created: () => town.deliver(postCreated, post),
  announced: () => town.announce(post, [READER]),
  unfollowed: () => town.unfollow(READER, AUTHOR, 2),
  followedAgain: () => town.follow(READER, AUTHOR, 3, past(1)),
  blocked: () => town.deliver(userBlocked, block, { aggregateversion: 3 }),
  unblocked: () => town.deliver(userUnblocked, block, { aggregateversion: 4 }),
  followedAfterBlock: () => town.follow(READER, AUTHOR, 5, past(1)),
  deleted: () => town.deliver(postDeleted, { postId: '10', authorId: `${AUTHOR}` }, { aggregateversion: 2 }),
  authorGone: () => town.deliver(userDeleted, { userId: `${AUTHOR}` }),
  readerGone: () => town.deliver(userDeleted, { userId: `${READER}` }),
};

/** In whatever order these happen, the reader's timeline ends with these posts. */
async function everyOrder(names: string[], expected: string[]): Promise<void> {
  for (const order of permutations(names)) {
    await town.clear();
    for (const name of order) await steps[name]!();
    await town.purge();
    expect({ order, entries: await town.entries(READER) }).toEqual({ order, entries: expected });
  }
}

describe('in every order of events', () => {
  test('a follower has the post once', () => everyOrder(['followed', 'created', 'announced'], ['10']));

  test('one who follows after the announcement has the post once', () => everyOrder(['followed', 'created'], ['10']));

  test('one who has unfollowed has none', () => everyOrder(['followed', 'created', 'announced', 'unfollowed'], []));

  test('one who follows again has the post once', () =>
    everyOrder(['followed', 'created', 'announced', 'unfollowed', 'followedAgain'], ['10']));

  test('a block takes the post away', () => everyOrder(['created', 'announced', 'followed', 'blocked'], []));

  test('one who follows again after a block that was lifted has the post once', () =>
    everyOrder(['created', 'announced', 'blocked', 'unblocked', 'followedAfterBlock'], ['10']));

  test('a deleted post is in no timeline', () => everyOrder(['followed', 'created', 'announced', 'deleted'], []));

  test('nothing is left of an author who is gone', () =>
    everyOrder(['followed', 'created', 'announced', 'authorGone'], []));

  test('nothing is left of a reader who is gone', () =>
    everyOrder(['followed', 'created', 'announced', 'readerGone'], []));
});

test('events of one author that come at the same time leave one entry for every follower', async () => {
  const readers = Array.from({ length: 20 }, (_, index) => 100 + index);
  const posts = Array.from({ length: 5 }, (_, index) => postOf(1_000 + index, AUTHOR));
  await Promise.all([
    ...readers.map((reader) => town.follow(reader, AUTHOR, 1)),
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
