import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BrowserSubscription, PushService } from '@townsquare/push-service';
import { eventually } from '../support/eventually.js';
import { runCommand } from '../support/launcher.js';
import { Person } from '../support/person.js';
import { startPushService, subscribe } from '../support/push-service.js';

let service: PushService;
let ana: Person;
let others: Person[];
beforeAll(async () => {
  service = await startPushService();
  ana = await Person.join('ana', 'Ana Silva');
  others = await Promise.all(
    ['Ben Okafor', 'Cleo Marin', 'Dan Novak'].map((name) => Person.join(name.split(' ')[0]!, name)),
  );
}, 60_000);
afterAll(() => service?.stop());

const bodies = (browser: BrowserSubscription) => service.pushesTo(browser).map(({ body }) => body);
const pushed = (browser: BrowserSubscription, count = 1) =>
  eventually(
    async () => bodies(browser),
    (found) => found.length >= count,
    `${count} pushes`,
  );
const subscriptionsOf = async (person: Person) => (await person.get('/notifications/push/subscriptions')).body.items;
const notified = (person: Person, message: RegExp) =>
  eventually(
    () => person.list('/notifications?grouped=false'),
    (items) => items.some((item) => message.test(item.message)),
    `a notification like ${message}`,
  );

test('a reaction is pushed to the browser, and the next ones to the same post are not for five minutes', async () => {
  const browser = await subscribe(service, ana);
  const { body: post } = await ana.post('/posts', { content: 'Fresh bread' });
  const [ben, cleo, dan] = others as [Person, Person, Person];
  await ben.put(`/posts/${post.id}/reactions`, { type: 'like' });
  expect(await pushed(browser)).toEqual(['Ben Okafor liked your post']);
  for (const person of [cleo, dan]) await person.put(`/posts/${post.id}/reactions`, { type: 'like' });
  await notified(ana, /^Dan Novak liked/);
  // Another group is pushed after them, and nothing of theirs before it.
  await cleo.put(`/users/${ana.userId}/follow`);
  expect(await pushed(browser, 2)).toEqual(['Ben Okafor liked your post', 'Cleo Marin started following you']);
  expect(service.refusals).toEqual([]);
});

test('a session that ends takes its subscription, and the other session keeps its own', async () => {
  const [ben] = others as [Person];
  const phone = await ana.logInAgain();
  const [kept, lost] = [await subscribe(service, ana), await subscribe(service, phone)];
  expect(await subscriptionsOf(ana)).toHaveLength(2);
  expect((await Person.stranger.post('/auth/logout', { refreshToken: phone.refreshToken })).status).toBe(204);
  await eventually(
    () => subscriptionsOf(ana),
    (items) => items.length === 1,
    'the subscription of the ended session is removed',
  );
  await ben.put(`/users/${ana.userId}/follow`);
  await pushed(kept);
  expect(bodies(lost)).toEqual([]);
});

test('nothing is pushed to a banned account', async () => {
  const [, cleo, dan] = others as [Person, Person, Person];
  const { code, output } = await runCommand('admin', 'grant', dan.username, 'admin');
  expect(`${code} ${output}`).toMatch(/^0 /);
  const admin = await dan.logInAgain();
  const [banned, witness] = [await Person.join('banned'), await Person.join('witness')];
  const [silent, heard] = [await subscribe(service, banned), await subscribe(service, witness)];
  expect((await admin.put(`/auth/accounts/${banned.userId}/ban`, { reason: 'For the test.' })).status).toBe(200);
  for (const { userId } of [banned, witness]) await cleo.put(`/users/${userId}/follow`);
  await pushed(heard);
  expect(service.requests.filter(({ endpoint }) => endpoint === silent.endpoint)).toEqual([]);
}, 60_000);
