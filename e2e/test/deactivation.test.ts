import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { mailTo } from '../support/inbox.js';
import { runCommand } from '../support/launcher.js';
import { LivePage } from '../support/live.js';
import { type Answer, type Json, Person } from '../support/person.js';

// The commands of an operator take their time on a busy machine.
jest.setTimeout(240_000);

/** A word that nothing else in the town has. */
const WORD = `away${Date.now()
  .toString(36)
  .replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}`;

let ana: Person;
let ben: Person;
let cleo: Person;
let anasPage: LivePage;
let bensPage: LivePage;
let anasPost: Json;
let bensPost: Json;

const becomes = <Value>(ask: () => Promise<Value>, expected: Value, what: string) =>
  eventually(ask, (value) => JSON.stringify(value) === JSON.stringify(expected), what);
const statusOf = async (ask: Promise<Answer>) => (await ask).status;
const idsIn = async (path: string, reader = ben): Promise<string[]> => (await reader.list(path)).map(({ id }) => id);

/** What Ben sees of Ana and of what she wrote, at each place. */
async function shownToBen(): Promise<Record<string, unknown>> {
  const people = async (path: string) => (await ben.list(path)).some(({ userId }) => userId === ana.userId);
  const counts = (await ben.get(`/posts/${bensPost.id}/metrics`)).body;
  const found = (await ben.get(`/search?type=posts&q=${WORD}`)).body.items;
  return {
    profile: await statusOf(ben.get(`/profiles/${ana.userId}`)),
    byUsername: await statusOf(ben.get(`/profiles/by-username/${ana.username}`)),
    post: await statusOf(ben.get(`/posts/${anasPost.id}`)),
    follower: await people(`/users/${ben.userId}/followers`),
    feed: (await idsIn('/feed')).includes(anasPost.id),
    found: found.some(({ post }: Json) => post.id === anasPost.id),
    hashtags: (await ben.get(`/search?type=hashtags&q=${WORD}`)).body.items.length,
    comments: (await ben.list(`/posts/${bensPost.id}/comments`)).length,
    totals: [counts.commentCount, counts.reactionCount],
    notifications: (await ben.list('/notifications')).filter(({ actor }) => actor?.userId === ana.userId).length,
  };
}

const VISIBLE = {
  profile: 200,
  byUsername: 200,
  post: 200,
  follower: true,
  feed: true,
  found: true,
  hashtags: 1,
  comments: 1,
  totals: [1, 1],
};
const HIDDEN = {
  profile: 404,
  byUsername: 404,
  post: 404,
  follower: false,
  feed: false,
  found: false,
  hashtags: 0,
  comments: 0,
  totals: [0, 0],
  notifications: 0,
};

/** The differences that a recount finds in what belongs to the three. */
async function differences(): Promise<string[]> {
  const ids = [ana.userId, ben.userId, cleo.userId].join('|');
  const about = new RegExp(`(person|followers|following|timeline|notification|by) (${ids})\\b|post (${posts()})\\b`);
  const { output } = await runCommand('recount');
  return output.split('\n').filter((line) => about.test(line));
}
const posts = () => [anasPost.id, bensPost.id].join('|');

beforeAll(async () => {
  [ana, ben, cleo] = [await Person.join('ana'), await Person.join('ben'), await Person.join('cleo')];
  [anasPage, bensPage] = [await LivePage.open(ana), await LivePage.open(ben)];
  await ben.put(`/users/${ana.userId}/follow`);
  await ana.put(`/users/${ben.userId}/follow`);
  anasPost = (await ana.post('/posts', { content: `Before #${WORD}` })).body;
  bensPost = (await ben.post('/posts', { content: 'Talk to me' })).body;
  const comment = () => ana.post(`/posts/${bensPost.id}/comments`, { content: `Hello ${WORD}` });
  await eventually(comment, ({ status }) => status === 201, 'a comment');
  expect(await statusOf(ana.put(`/posts/${bensPost.id}/reactions`, { type: 'love' }))).toBeLessThan(300);
  await eventually(
    shownToBen,
    (shown) => JSON.stringify(shown).startsWith(JSON.stringify(VISIBLE).slice(0, -1)),
    'all',
  );
});
afterAll(() => {
  anasPage?.close();
  bensPage?.close();
});

describe('a deactivated account', () => {
  let told: number;

  test('has no session and no socket, and its owner is told by mail how to come back', async () => {
    told = bensPage.notifications.length;
    expect(await statusOf(ana.post('/auth/me/deactivation', { password: ana.password }))).toBe(204);
    await becomes(() => statusOf(ana.get('/feed')), 401, 'the token is refused');
    await anasPage.isClosed();
    expect(await statusOf(Person.stranger.post('/auth/refresh', { refreshToken: ana.refreshToken }))).toBe(401);
    const { html } = await mailTo(`${ana.username}@example.org`, 'Your account is deactivated');
    expect(html).toContain('sign in');
  });

  test('is seen nowhere, like a deleted one, and a recount finds no difference', async () => {
    await becomes(shownToBen, HIDDEN, 'nothing of the account is shown');
    expect(await statusOf(cleo.put(`/users/${ana.userId}/follow`))).toBe(404);
    expect(await differences()).toEqual([]);
  });

  test('keeps its place in the graph, and gets what others do meanwhile', async () => {
    await ben.post('/posts', { content: `While you were away ${WORD}` });
    const timeline = () => idsIn('/feed', cleo);
    expect(await statusOf(cleo.put(`/users/${ben.userId}/follow`))).toBe(204);
    const last = (await ben.post('/posts', { content: 'And another' })).body;
    await eventually(timeline, (ids) => ids.includes(last.id), 'the last post is announced');
  });

  test('is hidden in a search index that is built anew', async () => {
    const { code, output } = await runCommand('reindex');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(await shownToBen()).toEqual(HIDDEN);
  });

  test('is shown again at every place once its owner has signed in, and nobody was notified of either', async () => {
    ana = await ana.logInAgain();
    const shown = await eventually(
      shownToBen,
      ({ notifications: _, ...rest }) => JSON.stringify(rest) === JSON.stringify(VISIBLE),
      'all is shown again',
    );
    expect(shown.notifications).toBeGreaterThan(0);
    await mailTo(`${ana.username}@example.org`, 'Your account is active again');
    expect(bensPage.notifications.slice(told).filter(({ actor }) => actor?.userId === ana.userId)).toEqual([]);
  });

  test('has on its return what came while it was away', async () => {
    const contents = async () => (await ana.list('/feed')).map(({ content }) => content);
    await eventually(
      contents,
      (all) => all.includes(`While you were away ${WORD}`) && all.includes('And another'),
      'what was posted meanwhile',
    );
    const heard = (await ana.list('/notifications?grouped=false')).filter(
      ({ kind, actor }) => kind === 'post' && actor?.userId === ben.userId,
    );
    expect(heard.length).toBeGreaterThanOrEqual(3);
    expect(await differences()).toEqual([]);
  });

  test('posts and notifies its followers at once after the return', async () => {
    await ana.post('/auth/me/deactivation', { password: ana.password });
    await becomes(() => statusOf(ben.get(`/profiles/${ana.userId}`)), 404, 'hidden again');
    ana = await ana.logInAgain();
    const { status, body } = await ana.post('/posts', { content: 'I am back' });
    expect(status).toBe(201);
    const toldOf = async () =>
      (await ben.list('/notifications?grouped=false')).some(
        ({ kind, target }) => kind === 'post' && target?.id === body.id,
      );
    await becomes(toldOf, true, 'the follower has a notification of the post');
  });
});
