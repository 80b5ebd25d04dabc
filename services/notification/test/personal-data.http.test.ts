import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askForPersonalData, personalDataOf } from '@townsquare/kit/testing';
import { NotificationTown } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const CLEO = 3;

let town: NotificationTown;
beforeAll(async () => {
  town = await NotificationTown.start();
  await town.people(ANA, BEN, CLEO);
});
afterAll(() => town.stop());

test('what is held of a person is what they were told, page by page, as they see it now', async () => {
  for (const id of [1, 2, 3]) await town.post(id, ANA);
  for (const id of [1, 2, 3]) await town.announce(id, ANA, [BEN], `2026-01-01T00:00:0${id}.000Z`);
  await town.announce(1, ANA, [CLEO]);
  const { items, pages } = await personalDataOf(town.service, 'notifications', `${BEN}`);
  expect(pages).toBe(2);
  const told = (id: string) => ({ kind: 'post', actor: { userId: `${ANA}` }, target: { type: 'post', id } });
  expect(items).toMatchObject([told('3'), told('2'), told('1')]);
  expect(items.map(({ message }) => message)).toEqual(await town.told(BEN));
  await town.profile(ANA, 'banned', 2);
  expect((await personalDataOf(town.service, 'notifications', `${BEN}`)).items).toEqual([]);
});

test('and which kinds they want to be told of', async () => {
  await town.put(BEN, '/preferences', { follow: false });
  const preferences = async (id: number) =>
    (await personalDataOf(town.service, 'notification-preferences', `${id}`)).items;
  expect(await preferences(BEN)).toMatchObject([{ follow: false, post: true }]);
  expect(await preferences(CLEO)).toMatchObject([{ follow: true, post: true }]);
});

test('it is for the service that makes the download', async () => {
  const ask = async (from: string) =>
    (await askForPersonalData(town.service, from, 'notifications', 'userId=2')).status;
  expect([await ask('auth'), await ask('feed'), await ask('gateway')]).toEqual([200, 403, 403]);
});
