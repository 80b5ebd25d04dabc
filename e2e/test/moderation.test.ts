import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { png } from '../support/image.js';
import { mailTo } from '../support/inbox.js';
import { runCommand } from '../support/launcher.js';
import { type Json, Person } from '../support/person.js';

// A command looks first whether there is something to compile, which takes its time on a busy machine.
jest.setTimeout(120_000);

/** A word that nothing else in the town has. */
const WORD = `gold${Date.now()
  .toString(36)
  .replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}`;

let ana: Person;
let ben: Person;
let moderator: Person;
let second: Person;
let post: Json;
let comment: Json;

const holder = async (name: string, role: string) => {
  const person = await Person.join(name);
  const { code } = await runCommand('admin', 'grant', person.username, role);
  expect(code).toBe(0);
  return person.logInAgain();
};
type Target = { type: 'post' | 'comment' | 'user' | 'removal'; id: string };
// A post and a comment may have the same number.
const isAbout =
  ({ type, id }: Target) =>
  ({ target }: { target: Target }) =>
    target.type === type && target.id === id;
const thePost = (): Target => ({ type: 'post', id: post.id });
const theComment = (): Target => ({ type: 'comment', id: comment.id });
const caseOf = async (target: Target): Promise<string> =>
  (await moderator.list(`/moderation/cases?authorId=${ana.userId}`)).find(isAbout(target)).id;
const report = (target: Target, reason = 'spam') => ben.post('/reports', { target, reason });
const isGone = (path: string) =>
  eventually(
    () => ben.get(path),
    ({ status }) => status === 404,
    `${path} is gone`,
  );
const found = async () => (await ben.get(`/search?type=posts&q=${WORD}`)).body.items;
const postsOfAna = async () => (await ben.get(`/users/${ana.userId}/metrics`)).body.postCount;
const inFeed = async () => (await ben.list('/feed')).filter(({ id }) => id === post.id);

beforeAll(async () => {
  [ana, ben] = [await Person.join('ana'), await Person.join('ben')];
  moderator = await holder('mod', 'moderator');
  second = await holder('second', 'moderator');
  await ben.put(`/users/${ana.userId}/follow`);
  post = (await ana.post('/posts', { content: `Buy ${WORD} now` })).body;
  comment = (await ana.post(`/posts/${post.id}/comments`, { content: 'really' })).body;
  await eventually(inFeed, ({ length }) => length === 1, 'the post in the feed');
  await eventually(found, ({ length }) => length === 1, 'the post in search');
  await eventually(postsOfAna, (count) => count === 1, 'the post is counted');
});

describe('reported content', () => {
  test('is in the queue as the reporter saw it, also when its author edits it', async () => {
    const { status, body } = await report(thePost());
    expect([status, body.state]).toEqual([201, 'open']);
    await ana.patch(`/posts/${post.id}`, { content: `Do not buy ${WORD}` });
    const { body: seen } = await moderator.get(`/moderation/cases/${await caseOf(thePost())}`);
    expect(seen.reportList).toMatchObject([{ reporterId: ben.userId, content: `Buy ${WORD} now` }]);
  });

  test('has its image shown to moderators, also where only followers may see it', async () => {
    const dora = await Person.join('dora');
    await ben.put(`/users/${dora.userId}/follow`);
    const media = (await dora.upload('POST', '/media', png())).body;
    const hidden = (await dora.post('/posts', { content: 'Look', isPrivate: true, mediaId: media.id })).body;
    const target: Target = { type: 'post', id: hidden.id };
    const { body } = await report(target);
    const [{ id: caseId }] = await moderator.list(`/moderation/cases?authorId=${dora.userId}`);
    const image = `/moderation/cases/${caseId}/reports/${body.id}/image`;
    const address = hidden.media.url.replace('/api/v1', '');
    expect((await moderator.get(address)).status).toBe(404);
    expect(await moderator.get(image)).toMatchObject({ status: 200, body: (await dora.get(address)).body });
    expect((await ben.get(image)).status).toBe(403);
    expect((await dora.delete(`/posts/${hidden.id}`)).status).toBe(204);
    expect((await moderator.get(image)).status).toBe(404);
  });

  test('must be visible to its reporter', async () => {
    const hidden = (await ana.post('/posts', { content: 'Only me', isPrivate: true })).body;
    const stranger = await Person.join('stranger');
    const target = { type: 'post', id: hidden.id };
    expect((await stranger.post('/reports', { target, reason: 'spam' })).status).toBe(404);
    expect((await ana.delete(`/posts/${hidden.id}`)).status).toBe(204);
  });

  test('may be a comment or a person', async () => {
    expect((await report(theComment())).status).toBe(201);
    expect((await report({ type: 'user', id: ana.userId }, 'impersonation')).status).toBe(201);
    const cases = await moderator.list(`/moderation/cases?authorId=${ana.userId}`);
    expect(cases.map(({ target }) => target.type)).toEqual(['post', 'comment', 'user']);
  });
});

describe('removed content', () => {
  test('is no longer in its thread if it is a comment', async () => {
    const caseId = await caseOf(theComment());
    expect((await moderator.put(`/moderation/cases/${caseId}/claim`)).status).toBe(200);
    const decision = { outcome: 'upheld', removeContent: true, reason: 'Spam.' };
    expect((await moderator.put(`/moderation/cases/${caseId}/decision`, decision)).status).toBe(200);
    await isGone(`/comments/${comment.id}`);
  });

  test('is no longer in feed, search and counts if it is a post; its reporter and author are notified', async () => {
    const caseId = await caseOf(thePost());
    expect((await moderator.put(`/moderation/cases/${caseId}/claim`)).status).toBe(200);
    const decision = { outcome: 'upheld', removeContent: true, reason: 'Spam.' };
    expect((await second.put(`/moderation/cases/${caseId}/decision`, decision)).status).toBe(409);
    expect((await moderator.put(`/moderation/cases/${caseId}/decision`, decision)).status).toBe(200);
    await isGone(`/posts/${post.id}`);
    await isGone(`/posts/${post.id}/metrics`);
    await eventually(inFeed, ({ length }) => length === 0, 'the post is out of the feed');
    await eventually(found, ({ length }) => length === 0, 'the post is out of search');
    await eventually(postsOfAna, (count) => count === 0, 'the post is not counted any more');
    const reports = await ben.list('/reports/mine');
    expect(reports.find(isAbout(thePost()))).toMatchObject({ state: 'upheld' });
    const { html } = await mailTo(`${ana.username}@example.org`, 'Your content was removed');
    expect(html).toContain('was removed: Spam.');
    const told = await eventually(
      () => ana.list('/notifications?grouped=false'),
      (all) => all.filter(({ kind }) => kind === 'contentRemoved').length === 2,
      'the author has notifications of both removals',
    );
    const { target, message } = told.find(isAbout({ type: 'removal', id: caseId }))!;
    expect(message).toBe('Your post was removed by the moderators');
    expect((await ana.list('/appeals/removals')).map((removal) => removal.caseId)).toContain(target.id);
  });
});

test('a different moderator decides an appeal, and the author gets the text back', async () => {
  const removals = await ana.list('/appeals/removals');
  const { caseId } = removals.find(isAbout(thePost()));
  const { status, body } = await ana.post('/appeals', { caseId, text: 'I warned of it.' });
  expect([status, body.state]).toEqual([201, 'open']);
  const decide = (by: Person) =>
    by.put(`/moderation/appeals/${body.id}/decision`, { outcome: 'upheld', reason: 'She did.' });
  expect((await decide(moderator)).status).toBe(403);
  expect((await decide(second)).status).toBe(200);
  const [{ appeal, content }] = (await ana.list('/appeals/removals')).filter((one) => one.caseId === caseId);
  expect([appeal.state, content]).toEqual(['upheld', `Buy ${WORD} now`]);
  expect((await ben.list('/reports/mine')).find(isAbout(thePost()))).toMatchObject({ state: 'overturned' });
  expect((await mailTo(`${ana.username}@example.org`, 'Your appeal')).html).toContain('She did.');
});

test('the content of a banned account is in no total and no list, and is in both again when the ban is lifted', async () => {
  const [host, guest, admin] = [await Person.join('host'), await Person.join('guest'), await holder('warden', 'admin')];
  const { id } = (await host.post('/posts', { content: 'Say something' })).body;
  expect((await guest.post(`/posts/${id}/comments`, { content: 'something' })).status).toBe(201);
  expect((await guest.put(`/posts/${id}/reactions`, { type: 'like' })).status).toBe(200);
  const figures = async () => {
    const { commentCount, reactionCount } = (await host.get(`/posts/${id}/metrics`)).body;
    const { total } = (await host.get(`/posts/${id}/reactions`)).body;
    const [comments, people] = [
      await host.list(`/posts/${id}/comments`),
      await host.list(`/posts/${id}/reactions/people`),
    ];
    return [commentCount, reactionCount, total, comments.length, people.length];
  };
  const all = (count: number, what: string) =>
    eventually(figures, (found) => found.every((figure) => figure === count), what);
  await all(1, 'the comment and the reaction are counted');
  const account = `/auth/accounts/${guest.userId}`;
  expect((await admin.put(`${account}/ban`, { reason: 'Threats.' })).status).toBe(200);
  await all(0, 'what the banned account wrote is in no list and no total');
  expect((await admin.delete(`${account}/sanction`, { reason: 'A mistake.' })).status).toBe(204);
  await all(1, 'the comment and the reaction are counted again');
});
