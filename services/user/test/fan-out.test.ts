import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { announcements, type EventData, type postAnnounced, postCreated, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { claimAnnouncements } from '../src/data/announcements.js';
import { addFollows, addProfiles, emptyTables, ids, startUser, type UserUnderTest } from './start-user.js';

const AUTHOR = '1';
const PUSH_LIMIT = 5_000;

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser(PUSH_LIMIT);
});
afterAll(() => town.service.stop());
beforeEach(() => emptyTables(town.database));

const post = (postId: string, authorId = AUTHOR): EventData<typeof postCreated> => ({
  postId,
  authorId,
  content: 'Hello',
  media: null,
  isPrivate: false,
  hashtags: [],
  mentions: [],
  createdAt: '2026-01-02T03:04:05.678Z',
  updatedAt: '2026-01-02T03:04:05.678Z',
});

const followedBy = (followers: string[], authorId = AUTHOR) =>
  addFollows(
    town.database,
    followers.map((id) => [id, authorId]),
  );

const announced = async () => {
  const events = await publishedEvents(town.database);
  const topics = announcements.map(({ topic }) => topic);
  return events
    .filter(({ type }) => topics.includes(type))
    .map((event) => ({ ...event, data: event.data as EventData<typeof postAnnounced> }));
};

const jobs = async () => Number((await town.database.manager.query('SELECT COUNT(*) AS n FROM announcements'))[0].n);

const finish = async () => {
  while (await town.user.announcer.turn());
};

describe('a post of an author with 4,200 followers', () => {
  const followers = ids(10_001, 14_200);
  beforeEach(() => followedBy(followers));

  test('is announced to each follower once, in batches of 500', async () => {
    await town.service.deliver(postCreated, post('7'));
    await finish();
    const events = await announced();
    expect(events.map(({ subject, aggregateversion }) => [subject, aggregateversion])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((version) => [`7:${version}`, version]),
    );
    expect(events.map(({ data }) => data.recipients.length)).toEqual([...Array(8).fill(500), 200]);
    expect(events.flatMap(({ data }) => data.recipients)).toEqual(followers);
    expect(events[0]!.data).toMatchObject({
      postId: '7',
      authorId: AUTHOR,
      createdAt: '2026-01-02T03:04:05.678Z',
      pulled: false,
    });
    expect(await jobs()).toBe(0);
  });

  test('is announced on the topic for large audiences after the first turn', async () => {
    await town.service.deliver(postCreated, post('7'));
    await finish();
    const topics = (await announced()).map(({ type }) => type);
    expect(topics).toEqual([...Array(4).fill('post.announced'), ...Array(5).fill('post.announced.widely')]);
  });

  test('is announced further after a crash, once the claim of the crashed instance has expired', async () => {
    await town.service.deliver(postCreated, post('7'));
    await town.user.announcer.turn();
    await claimAnnouncements(town.database, 1);
    expect(await town.user.announcer.turn()).toBe(false);
    await town.database.manager.query('UPDATE announcements SET claimed_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');
    await finish();
    const events = await announced();
    expect(events.flatMap(({ data }) => data.recipients)).toEqual(followers);
  });

  test('is not announced under a claim that was lost', async () => {
    await town.service.deliver(postCreated, post('7'));
    const [stale] = await claimAnnouncements(town.database, 1);
    await town.database.manager.query('UPDATE announcements SET claimed_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');
    const [fresh] = await claimAnnouncements(town.database, 1);
    await Promise.all([stale!, fresh!].map((job) => town.user.announcer.announceTo(job)));
    expect((await announced()).map(({ subject }) => subject)).toEqual(['7:1', '7:2', '7:3', '7:4']);
  });

  test('is announced to each follower once by several instances at the same time', async () => {
    for (const id of ids(1, 6)) await town.service.deliver(postCreated, post(id));
    await Promise.all([finish(), finish(), finish()]);
    await finish();
    const events = await announced();
    for (const id of ids(1, 6)) {
      const recipients = events.filter(({ data }) => data.postId === id).flatMap(({ data }) => data.recipients);
      expect(recipients.sort()).toEqual(followers);
    }
    expect(await jobs()).toBe(0);
  });

  test('does not delay the post of another author, which is announced in the next turn', async () => {
    await town.service.deliver(postCreated, post('7'));
    await town.user.announcer.turn();
    await followedBy(['5'], '2');
    await town.service.deliver(postCreated, post('8', '2'));
    await town.user.announcer.turn();
    expect((await announced()).filter(({ data }) => data.postId === '8')).toHaveLength(1);
    expect(await jobs()).toBe(1);
  });

  test('is not announced to a follower who follows, or follows again, while the job runs', async () => {
    await town.service.deliver(postCreated, post('7'));
    await town.user.announcer.turn();
    await town.database.manager.query('DELETE FROM follows WHERE follower_id = ?', [followers[0]]);
    await addFollows(town.database, [[followers[0]!, AUTHOR]], new Date(Date.now() + 1_000));
    await finish();
    const recipients = (await announced()).flatMap(({ data }) => data.recipients);
    expect(recipients).toEqual(followers);
  });
});

test('a post is announced once, however often its event is delivered', async () => {
  await followedBy(['5']);
  for (const _ of [1, 2]) expect(await town.service.deliver(postCreated, post('7'), { id: 'p7' })).toBe('SUCCESS');
  await finish();
  await town.service.deliver(postCreated, post('7'), { id: 'p7' });
  await finish();
  expect((await announced()).map(({ data }) => data.recipients)).toEqual([['5']]);
});

test('a post of an author without followers is not announced', async () => {
  await town.service.deliver(postCreated, post('7'));
  await finish();
  expect(await announced()).toEqual([]);
  expect(await jobs()).toBe(0);
});

test('a private post is announced to the followers as well', async () => {
  await followedBy(['5']);
  await town.service.deliver(postCreated, { ...post('9'), isPrivate: true });
  await finish();
  expect((await announced()).map(({ data }) => data.recipients)).toEqual([['5']]);
});

test('followers with a block between them and the author get no announcement, and followers who muted the author do', async () => {
  await followedBy(['5', '6', '7', '8']);
  await town.database.manager.query('INSERT INTO mutes VALUES (5, 1, UTC_TIMESTAMP(3))');
  await town.database.manager.query('INSERT INTO blocks VALUES (6, 1, UTC_TIMESTAMP(3)), (1, 7, UTC_TIMESTAMP(3))');
  await town.service.deliver(postCreated, post('10'));
  await finish();
  expect((await announced()).map(({ data }) => data.recipients)).toEqual([['5', '8']]);
});

test('one event without recipients announces the post of an author with more followers than the limit', async () => {
  await followedBy(ids(10_001, 10_001 + PUSH_LIMIT));
  await town.service.deliver(postCreated, post('11'));
  await finish();
  expect((await announced()).map(({ data }) => data)).toMatchObject([{ postId: '11', recipients: [], pulled: true }]);
  expect(await jobs()).toBe(0);
});

test('the pending announcements of a deleted author are deleted', async () => {
  await addProfiles(town.database, [AUTHOR, '5']);
  await followedBy(['5']);
  await town.service.deliver(postCreated, post('12'));
  await town.service.deliver(userDeleted, { userId: AUTHOR }, { aggregateversion: 2 });
  while (await town.user.purges.purgeBatch());
  await finish();
  expect(await announced()).toEqual([]);
});
