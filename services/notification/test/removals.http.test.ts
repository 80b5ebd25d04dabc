import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { contentRemoved, postDeleted, userDeleted } from '@townsquare/contracts';
import { NotificationTown } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const AT = '2026-01-02T03:04:05.678Z';

let town: NotificationTown;
beforeAll(async () => {
  town = await NotificationTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(ANA, BEN);
});

/** Moderators remove something of Ana's, which ends a case. */
const remove = (caseId: number, type: 'post' | 'comment' = 'post', envelope: { id?: string } = {}) =>
  town.deliver(
    contentRemoved,
    { caseId: `${caseId}`, target: { type, id: '10' }, authorId: `${ANA}` },
    { time: AT, ...envelope },
  );
const list = async (userId: number) => (await town.get(userId)).body.items;

test.each(['post', 'comment'] as const)(
  'the author of a %s that moderators remove is told, and nobody else',
  async (type) => {
    await remove(7, type);
    expect(await list(ANA)).toEqual([
      {
        id: expect.any(String),
        kind: 'contentRemoved',
        message: `Your ${type} was removed by the moderators`,
        actor: null,
        target: { type: 'removal', id: '7' },
        postId: null,
        isRead: false,
        createdAt: AT,
        group: { key: null, count: 1, atLeast: false, actors: [] },
      },
    ]);
    expect((await town.get(ANA, '/api/v1/notifications/unread-count')).body).toEqual({ count: 1 });
    expect(await list(BEN)).toEqual([]);
  },
);

test('there is one notification for each removal, however often the event is delivered', async () => {
  for (let time = 0; time < 2; time++) await remove(7, 'post', { id: 'removed-7' });
  await remove(7);
  await remove(8);
  expect((await list(ANA)).map(({ target }: { target: { id: string } }) => target.id)).toEqual(['8', '7']);
});

test('it stays when the post that it is about is deleted, as it is then', async () => {
  await town.post(10, ANA);
  await remove(7);
  await town.deliver(postDeleted, { postId: '10', authorId: `${ANA}` }, { aggregateversion: 2 });
  await town.purge();
  expect(await list(ANA)).toHaveLength(1);
});

test('it cannot be switched off, since there is a time to appeal', async () => {
  expect((await town.put(ANA, '/preferences', { contentRemoved: false })).status).toBe(400);
  expect((await town.get(ANA, '/api/v1/notifications/preferences')).body).not.toHaveProperty('contentRemoved');
});

test('it goes with the account, and a late event brings nothing back', async () => {
  await remove(7);
  await town.deliver(userDeleted, { userId: `${ANA}` }, { aggregateversion: 2 });
  await town.purge();
  await remove(8);
  expect(await town.rows()).toBe(0);
});
