import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import { recountAll, testGraph, testProfile } from '@townsquare/projections/testing';
import { SearchTown } from './search-town.js';

let town: SearchTown;

beforeAll(async () => {
  town = await SearchTown.open();
  for (const id of ['1', '2', '3', '4']) await town.person(id);
});
afterAll(() => town.close());

const damage = (sql: string) => town.service.database.manager.query(sql);

test('the muter does not find posts of a muted author until the mute ends', async () => {
  const muted = await town.post('1', 'A theremin at dusk');
  const other = await town.post('2', 'A theremin at dawn');
  await town.indexed();
  await town.mute('3', '1', 1);
  expect(await town.find('posts', 'theremin', '3')).toEqual([other]);
  expect(await town.find('posts', 'theremin', '2')).toHaveLength(2);
  expect(await town.find('posts', 'theremin')).toHaveLength(2);
  await town.unmute('3', '1', 2);
  expect((await town.find('posts', 'theremin', '3')).sort()).toEqual([muted, other].sort());
});

test('a search excludes posts with a word that the reader has muted, except the reader’s own', async () => {
  const muted = await town.post('1', 'A ZÍTHER at dusk');
  const plain = await town.post('1', 'Zithers at dawn');
  const own = await town.post('4', 'My zither');
  await town.indexed();
  await town.muteWords('4', ['zither'], 1);
  expect((await town.find('posts', 'zither', '4')).sort()).toEqual([plain, own].sort());
  expect(await town.find('posts', 'zither', '3')).toHaveLength(3);
  await town.muteWords('4', [], 2);
  expect(await town.find('posts', 'zither', '4')).toContain(muted);
});

test('mutes do not change which people and hashtags are found', async () => {
  await town.post('1', 'Listen #theremins');
  await town.indexed();
  await town.mute('3', '1', 3);
  expect(await town.find('people', 'user1', '3')).toContain('1');
  expect(await town.find('hashtags', 'theremins', '3')).toEqual(['theremins']);
});

test('a page is filled even if most of the matches are muted', async () => {
  for (let count = 0; count < 8; count++) await town.post('1', 'A crowded carillon');
  const other = await town.post('2', 'A crowded carillon', { createdAt: '2026-01-01T00:00:00.000Z' });
  await town.indexed();
  await town.mute('3', '1', 5);
  const { body } = await town.get('/search?q=carillon&limit=2', '3');
  expect(body.items.map((item: { post: { id: string } }) => item.post.id)).toEqual([other]);
  expect(body.nextCursor).toBeNull();
});

test('the recount adds mutes that search never received, and a deleted account loses its mutes and blocks', async () => {
  await damage('DELETE FROM known_mutes');
  for (const userId of ['1', '2', '3', '4']) {
    const { username, fullName } = { username: `user${userId}`, fullName: `Person ${userId}` };
    town.exports.owned.profiles.set(userId, testProfile(userId, { username, fullName }));
    town.exports.owned.graph.set(userId, testGraph(userId, { version: 9, muting: userId === '2' ? ['4'] : [] }));
  }
  const mutes = async (how?: 'repair') =>
    (await recountAll(town.service, how)).filter((line) => line.startsWith('mute '));
  expect(await mutes()).toEqual(['mute 2>4: nothing | muted']);
  await mutes('repair');
  expect(await mutes()).toEqual([]);
  await town.block('2', '4');
  await town.service.deliver(userDeleted, { userId: '4' }, { aggregateversion: 2 });
  await town.block('4', '2');
  await town.mute('2', '4', 10);
  for (const table of ['known_mutes', 'known_blocks']) expect(await damage(`SELECT * FROM ${table}`)).toEqual([]);
});
