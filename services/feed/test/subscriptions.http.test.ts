import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postCreated, postDeleted, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { postOf } from '@townsquare/projections/testing';
import type { EntityManager } from 'typeorm';
import { readEntries, trimTimeline } from '../src/data/timelines.js';
import { FeedTown } from './feed-town.js';

const AUTHOR = 1;
const READER = 2;

let town: FeedTown;
beforeAll(async () => {
  town = await FeedTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(AUTHOR, READER);
});

const at = (minute: number) => new Date(Date.now() - minute * 60_000).toISOString();

describe('home timelines', () => {
  test('an announcement adds the post for earlier followers, and a repeated one changes nothing', async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.service.database.manager.query('UPDATE follow_edges SET applied_at = applied_at - INTERVAL 1 DAY');
    const post = await town.post(10, AUTHOR);
    expect(await town.entries(READER)).toEqual([]);
    await town.announce(post, [READER]);
    await town.announce(post, [READER]);
    expect(await town.entries(READER)).toEqual(['10']);
  });

  test('an event that is delivered twice has one effect', async () => {
    const post = postOf(10, AUTHOR);
    for (let time = 0; time < 2; time++) await town.deliver(postCreated, post, { id: 'the-same' });
    expect(await town.entries(AUTHOR)).toEqual(['10']);
  });

  test('a new follower gets the latest 200 posts', async () => {
    for (let id = 1; id <= 205; id++) await town.post(id, AUTHOR, { createdAt: at(300 - id) });
    await town.follow(READER, AUTHOR, 1);
    const entries = await town.entries(READER);
    expect({ count: entries.length, first: entries[0], last: entries.at(-1) }).toEqual({
      count: 200,
      first: '6',
      last: '205',
    });
  });

  test('a late event about a follow changes nothing', async () => {
    await town.post(10, AUTHOR);
    await town.follow(READER, AUTHOR, 3);
    await town.unfollow(READER, AUTHOR, 2);
    expect(await town.entries(READER)).toEqual(['10']);
  });

  test('a deleted post is hidden at once and removed from every timeline, and late events do not restore it', async () => {
    await town.follow(READER, AUTHOR, 1);
    const post = await town.post(10, AUTHOR);
    await town.announce(post, [READER]);
    await town.deliver(postDeleted, { postId: '10', authorId: `${AUTHOR}` }, { aggregateversion: 2 });
    expect(await town.sees(READER)).toEqual([]);
    await town.purge();
    await town.deliver(postCreated, post);
    await town.announce(post, [READER]);
    expect([await town.entries(READER), await town.entries(AUTHOR)]).toEqual([[], []]);
  });

  test('the purge of an account removes all its rows, and late events restore nothing', async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.follow(AUTHOR, READER, 1);
    const post = await town.post(10, AUTHOR);
    await town.post(20, READER);
    await town.announce(post, [READER]);
    await town.deliver(userDeleted, { userId: `${AUTHOR}` }, { aggregateversion: 7 });
    expect(await town.sees(READER)).toEqual(['20']);
    await town.purge();
    await town.deliver(postCreated, post);
    await town.announce(post, [READER]);
    await town.announce(await town.post(21, READER), [AUTHOR]);
    await town.follow(READER, AUTHOR, 2);
    expect(await town.entries(AUTHOR)).toEqual([]);
    expect(await town.entries(READER)).toEqual(['20', '21']);
    const manager = town.service.database.manager;
    expect(await manager.query('SELECT * FROM feed_posts WHERE author_id = 1')).toEqual([]);
    expect(await manager.query('SELECT * FROM follow_edges')).toEqual([]);
    expect(await publishedEvents(town.service.database, 'user.purged')).toMatchObject([
      { subject: '1', aggregateversion: 7, data: { userId: '1', service: 'feed' } },
    ]);
  });

  test('a timeline is trimmed to its newest entries', async () => {
    for (let id = 1; id <= 12; id++) await town.post(id, AUTHOR, { createdAt: at(id < 6 ? 10 : 5) });
    await trimTimeline(town.service.database.manager, `${AUTHOR}`, 5);
    expect(await town.entries(AUTHOR)).toEqual(['8', '9', '10', '11', '12']);
    await trimTimeline(town.service.database.manager, `${AUTHOR}`, 5);
    expect(await town.entries(AUTHOR)).toHaveLength(5);
  });

  test('a timeline is read from one partition, along its key', async () => {
    const { manager } = town.service.database;
    const [{ version }] = await manager.query('SELECT VERSION() AS version');
    const explain = version.includes('MariaDB') ? 'EXPLAIN PARTITIONS' : 'EXPLAIN';
    let plan: Record<string, string>[] = [];
    const query = async (statement: string, values: unknown[]) => {
      plan = await manager.query(`${explain} ${statement}`, values);
      return [];
    };
    await readEntries({ query } as unknown as EntityManager, '7', { createdAt: new Date(), id: '9' }, 21);
    expect(plan[0]).toMatchObject({ key: 'PRIMARY', partitions: expect.stringMatching(/^p\d+$/) });
    expect(plan[0]!.Extra).not.toContain('filesort');
  });
});
