import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import { recountAll, testGraph } from '@townsquare/projections/testing';
import { EngagementTown } from './engagement-town.js';

let town: EngagementTown;

beforeAll(async () => {
  town = await EngagementTown.open();
});
afterAll(() => town.close());

beforeEach(async () => {
  for (const table of ['known_people', 'known_mutes', 'known_muted_words', 'post_hours', 'post_counters'])
    await damage(`DELETE FROM ${table}`);
  town.exports.clear();
  await town.people(['1', '2', '3']);
});

const damage = (sql: string) => town.service.database.manager.query(sql);

const trending = async (userId?: string, query = '') => {
  const { body } = await town.get(`/trending/posts${query}`, userId);
  return body.items.map((item: { post: { id: string } }) => item.post.id);
};

/** Creates a post with this many reactions. */
async function liked(authorId: string, like: number, content = 'Hello'): Promise<string> {
  const post = await town.post(authorId, { content });
  await town.react(post, 1, { like });
  return post.postId;
}

test('posts of a muted author do not trend for the muter until the mute ends', async () => {
  const [muted, other] = [await liked('1', 5), await liked('2', 1)];
  await town.mute('3', '1', 1);
  expect(await trending('3')).toEqual([other]);
  for (const reader of ['1', '2', undefined]) expect((await trending(reader)).sort()).toEqual([muted, other].sort());
  await town.unmute('3', '1', 2);
  expect(await trending('3')).toHaveLength(2);
});

test('posts with a muted word do not trend for the muter, and other posts take their places', async () => {
  for (let count = 0; count < 3; count++) await liked('1', 5, 'The ELÉCTION again');
  const other = await liked('2', 1);
  await town.muteWords('3', ['election'], 1);
  expect(await trending('3', '?limit=2')).toEqual([other]);
  expect(await trending('2')).toHaveLength(4);
  await town.muteWords('3', [], 2);
  expect(await trending('3')).toHaveLength(4);
});

test('the next posts take the places of muted ones', async () => {
  for (let count = 0; count < 5; count++) await liked('1', 1);
  await damage('UPDATE post_hours SET reactions = 9');
  const others = [await liked('2', 1), await liked('2', 1)];
  await town.mute('3', '1', 1);
  expect((await trending('3', '?limit=2')).sort()).toEqual(others.sort());
  expect(await trending('2', '?limit=2')).toHaveLength(2);
});

test('the metrics of a muted user and their posts stay readable', async () => {
  const post = await liked('1', 5);
  await town.mute('3', '1', 1);
  expect((await town.get(`/posts/${post}/metrics`, '3')).status).toBe(200);
  expect((await town.get('/users/1/metrics', '3')).status).toBe(200);
});

test('the recount adds mutes that engagement never received, and a deleted account loses its mutes and blocks', async () => {
  town.exports.owned.graph.set('3', testGraph('3', { version: 4, muting: ['1'] }));
  const mutes = async (how?: 'repair') =>
    (await recountAll(town.service, how)).filter((line) => line.startsWith('mute '));
  expect(await mutes()).toEqual(['mute 3>1: nothing | muted']);
  await mutes('repair');
  expect(await mutes()).toEqual([]);
  await town.block('2', '1');
  await town.service.deliver(userDeleted, { userId: '1' }, { aggregateversion: 2 });
  await town.block('1', '2');
  await town.mute('3', '1', 5);
  for (const table of ['known_mutes', 'known_blocks']) expect(await damage(`SELECT * FROM ${table}`)).toEqual([]);
});
