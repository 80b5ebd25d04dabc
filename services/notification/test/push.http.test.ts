import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { contentRemoved, postDeleted, userBlocked } from '@townsquare/contracts';
import type { BrowserSubscription, PlannedResponse } from '@townsquare/push-service';
import pino from 'pino';
import webPush from 'web-push';
import { createReadingContext } from '../src/app.js';
import { PushClient } from '../src/clients/push-client.js';
import { claimPushes } from '../src/data/push-queue.js';
import { PushSender } from '../src/workers/send-pushes.js';
import { PushTown } from './push-town.js';

const ANA = 1;
const BEN = 2;
const CLEO = 3;
const DAN = 4;

let pushes: PushTown;
/** The browser of Ana, whose post 10 the others react to. */
let anas: BrowserSubscription & { id: string };
beforeAll(async () => {
  pushes = await PushTown.start();
});
afterAll(() => pushes.stop());
beforeEach(async () => {
  await pushes.town.clear();
  await pushes.town.people(ANA, BEN, CLEO, DAN);
  await pushes.town.post(10, ANA);
  anas = await pushes.subscribe(ANA);
  pushes.service.received.length = 0;
  pushes.service.requests.length = 0;
  pushes.service.planned.clear();
});

const shown = (browser: BrowserSubscription = anas) => pushes.service.pushesTo(browser).map(({ body }) => body);
const plan = (...responses: PlannedResponse[]) => pushes.service.planned.set(anas.endpoint, responses);
const statuses = () => pushes.service.requests.map(({ status }) => status);
const react = (user: number, version = 1) => pushes.town.react(user, {}, version);

describe('a push', () => {
  test('reaches the browsers of its reader, encrypted, as one sentence with a link', async () => {
    const second = await pushes.subscribe(ANA, '10');
    const bens = await pushes.subscribe(BEN);
    await pushes.town.comment(50, BEN);
    await pushes.send();
    const day = new Date().toISOString().slice(0, 10);
    const expected = {
      title: 'Townsquare',
      body: 'Person 2 commented on your post',
      url: '/posts/10#comment-50',
      tag: `comment.post.10.${day}`,
    };
    for (const browser of [anas, second]) expect(pushes.service.pushesTo(browser)).toEqual([expected]);
    expect(pushes.service.pushesTo(bens)).toEqual([]);
    const [received] = pushes.service.received;
    expect(received).toMatchObject({ ttl: 86_400, urgency: 'normal', topic: expect.stringMatching(/^[\w-]{32}$/) });
    expect((await pushes.subscriptions(ANA)).map(({ lastUsedAt }) => lastUsedAt)).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
  });

  test('is sent for each kind of notification, also for a removal by moderators', async () => {
    await pushes.town.post(11, BEN, { mentions: [{ userId: `${ANA}`, username: 'user1' }] });
    await pushes.town.follow(BEN, ANA);
    await pushes.town.post(12, BEN);
    await pushes.town.announce(12, BEN, [ANA]);
    const removal = { caseId: '7', target: { type: 'post' as const, id: '10' }, authorId: `${ANA}` };
    await pushes.town.deliver(contentRemoved, removal);
    await pushes.send();
    expect(shown().sort()).toEqual([
      'Person 2 mentioned you in a post',
      'Person 2 posted',
      'Person 2 started following you',
      'Your post was removed by the moderators',
    ]);
  });

  test('is not queued for a user without a subscription, nor for what notifies nobody', async () => {
    await pushes.town.follow(ANA, BEN);
    await react(ANA);
    await react(BEN);
    await react(BEN);
    expect(await pushes.waiting()).toMatchObject([{ kind: 'reaction', news: 1 }]);
  });

  test('waits for the delay that is set, so that what is read meanwhile is not pushed', async () => {
    await pushes.town.follow(BEN, ANA);
    await pushes.query('UPDATE push_queue SET due_at = UTC_TIMESTAMP(3) + INTERVAL 5 SECOND');
    await pushes.send();
    expect(pushes.service.requests).toEqual([]);
    await pushes.town.put(ANA, '/read');
    await pushes.pass(5);
    await pushes.send();
    expect([pushes.service.requests, await pushes.waiting()]).toEqual([[], []]);
  });
});

describe('nothing is pushed that its reader may not see when it is sent', () => {
  const cases: [string, () => Promise<unknown>][] = [
    ['the actor is blocked', () => blocks(ANA, BEN)],
    ['the actor has blocked the reader', () => blocks(BEN, ANA)],
    ['the actor is banned', () => pushes.town.profile(BEN, 'banned', 2)],
    ['the post is deleted', () => pushes.town.deliver(postDeleted, { postId: '10', authorId: `${ANA}` })],
    ['the reaction is withdrawn', () => pushes.town.react(BEN, { reaction: null, previous: 'like' }, 2)],
    ['it is read', () => pushes.town.put(ANA, '/read')],
    ['pushes of its kind are turned off', () => pushes.town.put(ANA, '/preferences', { push: { reaction: false } })],
  ];
  const blocks = (blockerId: number, blockedId: number) =>
    pushes.town.deliver(userBlocked, {
      blockerId: `${blockerId}`,
      blockedId: `${blockedId}`,
      at: new Date().toISOString(),
    });

  test.each(cases)('because %s', async (_why, happen) => {
    await react(BEN);
    expect(await pushes.waiting()).toHaveLength(1);
    await happen();
    await pushes.send();
    expect([pushes.service.requests, await pushes.waiting()]).toEqual([[], []]);
  });

  test('because its author’s account is private by now, and the reader does not follow it', async () => {
    const bens = await pushes.subscribe(BEN);
    await pushes.town.comment(50, BEN);
    await pushes.town.comment(51, CLEO, { parentCommentId: '50', parentAuthorId: `${BEN}` });
    expect(await pushes.waiting()).toHaveLength(2);
    await pushes.town.profile(ANA, 'active', 2, true);
    await pushes.send();
    expect(shown(bens)).toEqual([]);
  });

  test('while what others did in the same group still is', async () => {
    await react(BEN);
    await react(CLEO);
    await pushes.town.profile(CLEO, 'banned', 2);
    await pushes.send();
    expect(shown()).toEqual(['Person 2 liked your post']);
  });
});

describe('a group', () => {
  test('is pushed once in five minutes, and what comes meanwhile is in the next push', async () => {
    await react(BEN);
    await pushes.send();
    await react(CLEO);
    await react(DAN);
    await pushes.send();
    expect(shown()).toEqual(['Person 2 liked your post']);
    const [waiting] = await pushes.waiting();
    expect(waiting).toMatchObject({ kind: 'reaction', news: 2 });
    expect(waiting!.seconds).toBeGreaterThan(200);
    await pushes.pass(200);
    await pushes.send();
    expect(shown()).toHaveLength(1);
    await pushes.pass(100);
    await pushes.send();
    expect(shown()).toEqual(['Person 2 liked your post', 'Person 4 and 2 others reacted to your post']);
  });

  test('that nothing comes to leaves the queue after five minutes without a push', async () => {
    await react(BEN);
    await pushes.send();
    expect(await pushes.waiting()).toMatchObject([{ news: 0 }]);
    await pushes.pass(300);
    await pushes.send();
    expect([shown().length, await pushes.waiting()]).toEqual([1, []]);
    await react(CLEO);
    await pushes.send();
    expect(shown()).toHaveLength(2);
  });

  test('does not hold up another group', async () => {
    await react(BEN);
    await pushes.send();
    await pushes.town.follow(BEN, ANA);
    await pushes.send();
    expect(shown()).toEqual(['Person 2 liked your post', 'Person 2 started following you']);
  });

  test('is pushed once although several instances send at the same time', async () => {
    const reading = createReadingContext(pushes.town.service.database, {
      profiles: async () => [],
      posts: async () => [],
    });
    const vapid = { subject: 'mailto:operator@example.org', ...webPush.generateVAPIDKeys() };
    const client = new PushClient(vapid, { services: [], trustedOrigins: [pushes.service.origin] });
    const second = new PushSender(
      { reading, client, liveSessions: async (ids) => new Set(ids) },
      pino({ level: 'silent' }),
    );
    for (let post = 20; post < 50; post++) {
      await pushes.town.post(post, ANA);
      await pushes.town.comment(post, BEN, { postId: `${post}` });
    }
    plan({ status: 201 });
    const senders = [pushes.town.pushes, second];
    await Promise.all([0, 1, 0, 1, 0, 1].map((index) => senders[index]!.sendBatch()));
    expect(statuses()).toEqual(Array(30).fill(201));
    await client.close();
  });

  test('is not pushed twice in five minutes although a process died after it had sent the push', async () => {
    await react(BEN);
    expect(await claimPushes(pushes.town.service.database, 10)).toHaveLength(1);
    await react(CLEO);
    await pushes.pass(200);
    await pushes.send();
    expect(pushes.service.requests).toEqual([]);
    await pushes.pass(100);
    await pushes.send();
    expect(shown()).toEqual(['Person 3 and Person 2 reacted to your post']);
  });
});

describe('a push that is not accepted', () => {
  test.each([404, 410])('because its subscription is gone (%i) removes the subscription', async (status) => {
    plan({ status });
    await react(BEN);
    await pushes.town.follow(BEN, ANA);
    await pushes.send();
    expect([await pushes.subscriptions(ANA), await pushes.waiting()]).toEqual([[], []]);
  });

  test('because the push service has a fault is tried again, and arrives once', async () => {
    plan({ status: 500 }, { status: 503 });
    await react(BEN);
    await pushes.send();
    expect(await pushes.waiting()).toMatchObject([{ news: 1, tries: 1 }]);
    await pushes.send();
    expect(statuses()).toEqual([500]);
    await pushes.pass(10);
    await pushes.send();
    pushes.service.planned.clear();
    await pushes.pass(20);
    await pushes.send();
    expect(statuses()).toEqual([500, 503, 201]);
    expect([shown().length, await pushes.subscriptions(ANA)]).toEqual([1, [expect.objectContaining({ id: anas.id })]]);
  });

  test('because there are too many waits as long as the push service says', async () => {
    plan({ status: 429, headers: { 'retry-after': '120' } });
    await react(BEN);
    await pushes.send();
    const [waiting] = await pushes.waiting();
    expect(waiting!.seconds).toBeGreaterThan(60);
    expect(waiting!.seconds).toBeLessThanOrEqual(120);
  });

  test.each([400, 401, 403, 413, 307])(
    'because of what it is (%i) is dropped, and the next one is tried',
    async (status) => {
      plan({ status, headers: { location: `${pushes.service.origin}/elsewhere` } });
      await react(BEN);
      await pushes.send();
      await pushes.send();
      expect([statuses(), await pushes.waiting(), (await pushes.subscriptions(ANA)).length]).toEqual([[status], [], 1]);
      pushes.service.planned.clear();
      await react(CLEO);
      await pushes.send();
      expect(shown()).toEqual(['Person 3 and Person 2 reacted to your post']);
    },
  );

  test('is given up after six tries', async () => {
    plan({ status: 500 });
    await react(BEN);
    for (let tries = 0; tries < 8; tries++) {
      await pushes.send();
      await pushes.pass(3_600);
    }
    expect([statuses().length, await pushes.waiting()]).toEqual([6, []]);
  });

  test('is not sent any more after a day', async () => {
    plan({ status: 429, headers: { 'retry-after': '86400' } });
    await react(BEN);
    await pushes.send();
    await pushes.pass(86_401);
    await pushes.send();
    expect([statuses(), await pushes.waiting()]).toEqual([[429], []]);
  });

  test('and may have arrived waits five minutes, like one that did', async () => {
    plan('reset');
    await react(BEN);
    await pushes.send();
    expect(pushes.service.requests).toHaveLength(1);
    const [waiting] = await pushes.waiting();
    expect(waiting).toMatchObject({ tries: 1, news: 1 });
    expect(waiting!.seconds).toBeGreaterThan(200);
  });
});

describe('the session of a subscription', () => {
  test('has ended: nothing is sent, and the subscription is removed', async () => {
    const second = await pushes.subscribe(ANA, '10');
    await react(BEN);
    pushes.town.liveSessions = async (ids) => new Set(ids.filter((id) => id !== `${ANA}`));
    await pushes.send();
    expect([shown(anas), shown(second)]).toEqual([[], ['Person 2 liked your post']]);
    expect((await pushes.subscriptions(ANA)).map(({ id }) => id)).toEqual([second.id]);
  });

  test('cannot be looked up: the push waits, without counting a try', async () => {
    pushes.town.liveSessions = async () => {
      throw new Error('auth is down');
    };
    await react(BEN);
    await expect(pushes.send()).rejects.toThrow('auth is down');
    expect(await pushes.waiting()).toMatchObject([{ news: 1, tries: 0 }]);
    pushes.town.liveSessions = async (ids) => new Set(ids);
    await pushes.pass(10);
    await pushes.send();
    expect(shown()).toHaveLength(1);
  });

  test('is looked up once an hour, also when nothing is pushed', async () => {
    const asked: string[][] = [];
    pushes.town.liveSessions = async (ids) => {
      asked.push(ids);
      return new Set();
    };
    await pushes.town.pushSessions.checkBatch();
    expect([asked, (await pushes.subscriptions(ANA)).length]).toEqual([[[]], 1]);
    await pushes.query('UPDATE push_subscriptions SET check_at = check_at - INTERVAL 3600 SECOND');
    await pushes.town.pushSessions.checkBatch();
    expect([asked[1], await pushes.subscriptions(ANA)]).toEqual([[`${ANA}`], []]);
  });
});

describe('preferences', () => {
  test('turn pushes off by kind, and leave the list and the other kinds', async () => {
    const changed = await pushes.town.put(ANA, '/preferences', { push: { reaction: false } });
    expect(changed.body.push).toMatchObject({ reaction: false, comment: true });
    expect(changed.body).toMatchObject({ reaction: true, sockets: { reaction: true } });
    await react(BEN);
    await pushes.town.comment(50, BEN);
    expect(await pushes.waiting()).toMatchObject([{ kind: 'comment' }]);
    expect(await pushes.town.told(ANA)).toHaveLength(2);
  });

  test('that turn a kind off as such also end its pushes', async () => {
    await pushes.town.put(ANA, '/preferences', { reaction: false });
    await react(BEN);
    expect(await pushes.waiting()).toEqual([]);
  });
});
