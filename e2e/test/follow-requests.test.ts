import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { LivePage } from '../support/live.js';
import { type Json, Person } from '../support/person.js';

let ana: Person;
let ben: Person;
let cleo: Person;
let anasPage: LivePage;
let bensPage: LivePage;

const follow = async (person: Person) => (await person.put(`/users/${ana.userId}/follow`)).status;
const relation = async (person: Person) => (await person.get(`/profiles/${ana.userId}`)).body.relation;
const toldOf = async (kind: string): Promise<Json[]> =>
  (await ana.get('/notifications')).body.items.filter((one: Json) => one.kind === kind);

/** Ana's account is private. */
beforeAll(async () => {
  [ana, ben, cleo] = await Promise.all([Person.join('ana'), Person.join('ben'), Person.join('cleo')]);
  [anasPage, bensPage] = await Promise.all([LivePage.open(ana), LivePage.open(ben)]);
  expect((await ana.patch('/profiles/me', { isPrivate: true })).status).toBe(200);
});
afterAll(() => {
  anasPage?.close();
  bensPage?.close();
});

describe('a private account', () => {
  test('is notified of who asks to follow it', async () => {
    expect([await follow(ben), await follow(cleo)]).toEqual([202, 202]);
    for (const person of [ben, cleo]) await anasPage.hears('followRequest', person);
    expect(await relation(ben)).toMatchObject({ following: false, requested: true });
  });

  test('has no notification of a withdrawn request', async () => {
    expect((await cleo.delete(`/users/${ana.userId}/follow`)).status).toBe(204);
    await eventually(
      () => toldOf('followRequest'),
      (told) => told.length === 1 && told[0].actor.userId === ben.userId,
      'the notification of a withdrawn request is removed',
    );
  });

  test('notifies the accounts that it accepts, and has followers in place of requests', async () => {
    expect((await ana.put(`/follow-requests/${ben.userId}`)).status).toBe(204);
    await bensPage.hears('followAccepted', ana);
    await anasPage.hears('follow', ben);
    await eventually(
      () => toldOf('followRequest'),
      (told) => told.length === 0,
      'the notification of an accepted request is removed',
    );
    expect(await relation(ben)).toMatchObject({ following: true, requested: false });
  });

  test('accepts the pending requests when it becomes public', async () => {
    expect(await follow(cleo)).toBe(202);
    expect((await ana.patch('/profiles/me', { isPrivate: false })).status).toBe(200);
    await eventually(
      () => relation(cleo),
      ({ following, requested }) => following && !requested,
      'the accounts that asked follow the account that is now public',
    );
  });
});
