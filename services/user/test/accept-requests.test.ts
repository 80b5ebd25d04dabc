import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { publishedEvents } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { acceptRequest } from '../src/use-cases/answer-follow-requests.js';
import { acceptNeedless } from '../src/workers/accept-requests.js';
import { addProfiles, emptyTables, ids, startUser, type UserUnderTest } from './start-user.js';

const ANA = '1';
const BEN = '2';
const EVE = '3';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());
beforeEach(async () => {
  await emptyTables(town.database);
  await addProfiles(town.database, [ANA, BEN, EVE]);
});

const set = (userId: string, change: string) =>
  town.database.manager.query(`UPDATE profiles SET ${change} WHERE user_id = ?`, [userId]);
const addRequests = (...pairs: [requester: string, target: string][]) =>
  town.database.manager.query('INSERT INTO follow_requests VALUES ?', [pairs.map((pair) => [...pair, new Date()])]);
const pairsIn = async (table: string): Promise<string[]> => {
  const rows: object[] = await town.database.manager.query(`SELECT * FROM ${table}`);
  return rows.map((row) => Object.values(row).slice(0, 2).join('>')).sort();
};
const acceptAll = async () => {
  while (await acceptNeedless(town.database));
};

test('the pending requests to an account that turns public are accepted, and no others', async () => {
  await addRequests([BEN, ANA], [EVE, ANA], [ANA, EVE]);
  for (const id of [ANA, EVE]) await set(id, 'is_private = 1');
  await acceptAll();
  expect(await pairsIn('follows')).toEqual([]);
  await set(ANA, 'is_private = 0');
  await acceptAll();
  expect([await pairsIn('follows'), await pairsIn('follow_requests')]).toEqual([['2>1', '3>1'], ['1>3']]);
  expect(await publishedEvents(town.database)).toMatchObject(
    [BEN, EVE].flatMap((subject) => [
      { type: 'follow.request.ended', subject, aggregateversion: 1, data: { targetId: ANA, accepted: true } },
      { type: 'user.followed', subject, aggregateversion: 2, data: { followingId: ANA, accepted: true } },
    ]),
  );
});

test('more than one batch of requests is accepted once each, also by two instances', async () => {
  const crowd = ids(1_001, 1_250);
  await addProfiles(town.database, crowd);
  await addRequests(...crowd.map((id): [string, string] => [id, ANA]));
  expect(await acceptNeedless(town.database)).toBe(true);
  expect(await pairsIn('follows')).toHaveLength(100);
  await Promise.all([acceptAll(), acceptAll()]);
  expect([(await pairsIn('follows')).length, await pairsIn('follow_requests')]).toEqual([250, []]);
  expect(await publishedEvents(town.database, 'user.followed')).toHaveLength(250);
});

test.each([
  ['the requester', BEN],
  ['the account', ANA],
])('a request waits while %s is banned, and keeps no other from being accepted', async (_who, banned) => {
  await addRequests([BEN, ANA], [EVE, BEN], [EVE, ANA], [BEN, EVE]);
  await set(banned, "status = 'banned'");
  await acceptAll();
  const isFree = (pair: string) => !pair.split('>').includes(banned);
  const pairs = ['2>1', '2>3', '3>1', '3>2'];
  expect(await pairsIn('follows')).toEqual(pairs.filter(isFree));
  await set(banned, "status = 'active'");
  await acceptAll();
  expect([await pairsIn('follows'), await pairsIn('follow_requests')]).toEqual([pairs, []]);
});

test.each([
  ['by the account', [ANA, BEN]],
  ['by the requester', [BEN, ANA]],
])('a block %s keeps a request from being accepted', async (_by, block) => {
  await addRequests([BEN, ANA]);
  await town.database.manager.query('INSERT INTO blocks VALUES (?, ?, UTC_TIMESTAMP(3))', block);
  await acceptAll();
  expect(await pairsIn('follows')).toEqual([]);
});

test('a request that is committed after the worker has looked at the account is found the next time', async () => {
  await set(ANA, 'is_private = 1');
  // That of another process: only the one's own refuses second connections.
  await town.database.source.transaction('READ COMMITTED', async (manager) => {
    await manager.query('SELECT is_private FROM profiles WHERE user_id = ?', [ANA]);
    await set(ANA, 'is_private = 0');
    await manager.query('INSERT INTO follow_requests VALUES (?, ?, UTC_TIMESTAMP(3))', [BEN, ANA]);
    await acceptAll();
    expect(await pairsIn('follows')).toEqual([]);
  });
  await acceptAll();
  expect(await pairsIn('follows')).toEqual(['2>1']);
});

test('following an account that has turned public accepts the pending request', async () => {
  await addRequests([BEN, ANA]);
  const follow = async () =>
    supertest(town.service.url)
      .put(`/api/v1/users/${ANA}/follow`)
      .set(await town.service.as(BEN));
  expect((await follow()).status).toBe(204);
  expect([await pairsIn('follows'), await pairsIn('follow_requests')]).toEqual([['2>1'], []]);
  expect(await publishedEvents(town.database, 'user.followed')).toMatchObject([{ data: { accepted: true } }]);
  // Another instance may have read the request before.
  await town.database.transaction((tx) => acceptRequest(tx, { requesterId: BEN, targetId: ANA }));
  expect(await publishedEvents(town.database, 'user.followed')).toHaveLength(1);
});
