import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userBlocked, userDeleted } from '@townsquare/contracts';
import { recountAll, testGraph, testProfile } from '@townsquare/projections/testing';
import { NotificationTown } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const CLEO = 3;

const ASKED = 'Person 2 asked to follow you';
const FOLLOWS = 'Person 2 started following you';
const ACCEPTED = 'Person 1 accepted your request to follow them';

let town: NotificationTown;
beforeAll(async () => {
  town = await NotificationTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(ANA, BEN, CLEO);
});

/** Every order of some steps. */
function ordersOf<T>(steps: T[]): T[][] {
  if (steps.length < 2) return [steps];
  return steps.flatMap((first) => ordersOf(steps.filter((step) => step !== first)).map((rest) => [first, ...rest]));
}

describe('a request to follow', () => {
  test('notifies the account that is asked, and points at the requester', async () => {
    await town.request(BEN, ANA, 1);
    const { body } = await town.get(ANA);
    expect(body.items).toMatchObject([
      { kind: 'followRequest', message: ASKED, target: { type: 'user', id: `${BEN}` }, postId: null },
    ]);
    expect(await town.told(BEN)).toEqual([]);
  });

  test('that ends without a follow has no notification any more', async () => {
    await town.request(BEN, ANA, 1);
    await town.endRequest(BEN, ANA, 2);
    expect(await town.rows()).toBe(0);
    const { body } = await town.get(ANA, '/api/v1/notifications/unread-count');
    expect(body).toEqual({ count: 0 });
    await town.request(BEN, ANA, 3);
    expect(await town.told(ANA)).toEqual([ASKED]);
  });

  test('that is accepted is replaced by the notification of a follower, and notifies the requester', async () => {
    await town.request(BEN, ANA, 1);
    await town.endRequest(BEN, ANA, 2, true);
    await town.follow(BEN, ANA, 3, true);
    expect([await town.told(ANA), await town.told(BEN)]).toEqual([[FOLLOWS], [ACCEPTED]]);
    const { body } = await town.get(BEN);
    expect(body.items).toMatchObject([{ kind: 'followAccepted', target: { type: 'user', id: `${ANA}` } }]);
    await town.unfollow(BEN, ANA, 4);
    expect(await town.rows()).toBe(0);
  });

  test.each(ordersOf(['request', 'end', 'follow', 'unfollow'] as const).map((order) => [order]))(
    'leaves nothing once all is over, in the order %p',
    async (order) => {
      const steps = {
        request: () => town.request(BEN, ANA, 1),
        end: () => town.endRequest(BEN, ANA, 2, true),
        follow: () => town.follow(BEN, ANA, 3, true),
        unfollow: () => town.unfollow(BEN, ANA, 4),
      };
      for (const step of order) await steps[step]();
      expect(await town.rows()).toBe(0);
    },
  );

  test('notifies only accounts that have not switched it off', async () => {
    await town.put(ANA, '/preferences', { followRequest: false });
    await town.put(BEN, '/preferences', { followAccepted: false });
    await town.request(BEN, ANA, 1);
    await town.endRequest(BEN, ANA, 2, true);
    await town.follow(BEN, ANA, 3, true);
    expect([await town.told(ANA), await town.told(BEN)]).toEqual([[FOLLOWS], []]);
  });

  test('is taken back by a block, and does not come through one', async () => {
    await town.request(BEN, ANA, 1);
    const block = { blockerId: `${ANA}`, blockedId: `${BEN}`, at: new Date().toISOString() };
    await town.deliver(userBlocked, block, { aggregateversion: 1 });
    expect(await town.rows()).toBe(0);
    await town.request(BEN, ANA, 3);
    expect(await town.rows()).toBe(0);
  });

  test('leaves nothing of who is gone, and late events bring nothing back', async () => {
    await town.request(BEN, ANA, 1);
    await town.request(ANA, BEN, 1);
    await town.follow(CLEO, BEN, 1, true);
    await town.deliver(userDeleted, { userId: `${BEN}` }, { aggregateversion: 2 });
    await town.purge();
    await town.request(BEN, CLEO, 2);
    await town.endRequest(BEN, ANA, 3);
    expect(await town.rows()).toBe(0);
    expect(await town.service.database.manager.query('SELECT * FROM relations')).toEqual([]);
  });
});

describe('held against the graph', () => {
  const AT = new Date(Date.now() - 3_600_000).toISOString();
  const REQUEST = `notification ${ANA}: followRequest by ${CLEO}, user ${CLEO}`;
  const NEWS = `notification ${ANA}: follow by ${BEN}, user ${BEN}`;
  const ACCEPTANCE = `notification ${BEN}: followAccepted by ${ANA}, user ${ANA}`;

  /** Ana has accepted Ben; Cleo asks to follow her. */
  beforeEach(async () => {
    const { profiles, graph } = town.exports.owned;
    for (const id of [ANA, BEN, CLEO]) {
      const userId = `${id}`;
      profiles.set(userId, testProfile(userId, { username: `user${id}`, fullName: `Person ${id}` }));
      graph.set(userId, testGraph(userId, { version: 3 }));
    }
    graph.get(`${BEN}`)!.following.push({ userId: `${ANA}`, at: AT, accepted: true });
    graph.get(`${CLEO}`)!.requested.push({ userId: `${ANA}`, at: AT });
    await town.follow(BEN, ANA, 3, true);
    await town.request(CLEO, ANA, 3);
  });

  const recount = async (repair?: 'repair') => (await recountAll(town.service, repair)).sort();
  const damage = (sql: string) => town.service.database.manager.query(sql);

  test('what events have brought about is what is due', async () => {
    expect([await town.rows(), await recount()]).toEqual([3, []]);
  });

  test('what is missing is found, and comes back', async () => {
    await damage('DELETE FROM notifications');
    expect(await recount()).toEqual([NEWS, REQUEST, ACCEPTANCE].map((name) => `${name}: nothing | there`));
    await recount('repair');
    expect([await town.rows(), await recount()]).toEqual([3, []]);
  });

  test('what is there without a request, or of a follow that needed none, is found and taken away', async () => {
    const { graph } = town.exports.owned;
    graph.get(`${CLEO}`)!.requested.pop();
    graph.get(`${BEN}`)!.following[0]!.accepted = false;
    expect(await recount()).toEqual([REQUEST, ACCEPTANCE].map((name) => `${name}: there | nothing`));
    await recount('repair');
    expect([await town.told(ANA), await town.told(BEN), await recount()]).toEqual([[FOLLOWS], [], []]);
  });
});
