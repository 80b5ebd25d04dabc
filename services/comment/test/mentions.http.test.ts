import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { profileUpdated, userBlocked, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { testProfile } from '@townsquare/projections/testing';
import { Town } from './town.js';

let town: Town;
let postId: string;

beforeAll(async () => {
  town = await Town.open();
  postId = await town.post('1');
});
afterAll(() => town.close());

const mention = (userId: string, username = `user${userId}`, typed = username) => ({ userId, username, typed });
const write = async (userId: string, content: string) =>
  (await town.request('post', `/posts/${postId}/comments`, userId, { content })).body;
const edit = async (id: string, userId: string, content: string) =>
  (await town.request('patch', `/comments/${id}`, userId, { content })).body;
const read = async (id: string, readerId?: string) => (await town.request('get', `/comments/${id}`, readerId)).body;
const eventsOf = async (topic: string, id: string) =>
  (await publishedEvents(town.service.database, topic)).filter((event) => event.subject === id);
const rows = (condition: string) => town.service.database.manager.query(`SELECT * FROM mentions WHERE ${condition}`);

async function become(userId: string, change: Parameters<typeof testProfile>[1], version = 2): Promise<void> {
  const { version: _version, ...data } = testProfile(userId, change);
  await town.service.deliver(profileUpdated, data, { aggregateversion: version });
}

test('a comment shows the accounts that it mentions in every response and in its event', async () => {
  const comment = await write('2', 'What do you think, @User3, @user4 and @nobody_there?');
  expect(comment.mentions).toEqual([mention('3'), mention('4')]);
  expect(await read(comment.id)).toEqual(comment);
  expect((await town.request('get', `/posts/${postId}/comments`)).body.items).toEqual([comment]);
  const kept = [
    { userId: '3', username: 'user3' },
    { userId: '4', username: 'user4' },
  ];
  expect(await eventsOf('comment.created', comment.id)).toMatchObject([
    { data: { mentions: kept, updatedAt: comment.updatedAt } },
  ]);
  const answer = await fetch(`${town.service.url}/internal/exports/comments`, {
    headers: town.service.fromService('notification'),
  });
  expect(await answer.json()).toMatchObject({ items: [{ commentId: comment.id, mentions: kept }] });
});

test('an edit changes the mentions to those of the new text, and the same text changes nothing', async () => {
  const comment = await write('2', '@user3');
  const edited = await edit(comment.id, '2', 'Rather @user4');
  expect(edited.mentions).toEqual([mention('4')]);
  expect(await read(comment.id)).toEqual(edited);
  expect(await edit(comment.id, '2', ' Rather @user4 ')).toEqual(edited);
  expect(await eventsOf('comment.updated', comment.id)).toMatchObject([
    { aggregateversion: 2, data: { mentions: [{ userId: '4' }], updatedAt: edited.updatedAt } },
  ]);
  expect(await rows(`comment_id = ${comment.id}`)).toEqual([{ comment_id: comment.id, mentioned_id: '4' }]);
});

test('a mention stays with the account: it shows the new username, and does not move to the next holder of the old one', async () => {
  await become('21', { username: 'fay' }, 1);
  const comment = await write('2', 'thanks @fay');
  await become('21', { username: 'fay_now' });
  await become('22', { username: 'fay' }, 1);
  expect((await read(comment.id)).mentions).toEqual([mention('21', 'fay_now', 'fay')]);
  const { mentions } = await edit(comment.id, '2', 'many thanks @fay, who is @fay_now');
  expect(mentions).toEqual([mention('21', 'fay_now', 'fay'), mention('21', 'fay_now')]);
  expect((await write('2', 'and @fay?')).mentions).toEqual([mention('22', 'fay')]);
});

test('a text mentions no banned account and none across a block, and a reader sees no mention of an account hidden from them', async () => {
  await become('31', { username: 'gus' }, 1);
  await become('32', { username: 'hal' }, 1);
  const comment = await write('2', '@gus @hal');
  const block = { blockerId: '31', blockedId: '3', at: new Date().toISOString() };
  await town.service.deliver(userBlocked, block, { aggregateversion: 1 });
  await become('32', { username: 'hal', status: 'banned' });
  const seenBy = async (reader?: string) => (await read(comment.id, reader)).mentions;
  expect([await seenBy(), await seenBy('3')]).toEqual([[mention('31', 'gus')], []]);
  expect((await write('3', '@gus @hal @user4')).mentions).toEqual([mention('4')]);
});

test('the mentions of a comment are deleted with it, also when it becomes a tombstone', async () => {
  const alone = await write('2', '@user4');
  const answered = await write('2', '@user4');
  await town.comment(postId, '3', answered.id);
  for (const { id } of [alone, answered]) await town.request('delete', `/comments/${id}`, '2');
  expect(await rows(`comment_id IN (${alone.id}, ${answered.id})`)).toEqual([]);
  expect(await read(answered.id)).toMatchObject({ deleted: true, mentions: [] });
});

test('the deletion of an account removes its mentions from comments, and leaves their texts and edit times', async () => {
  await become('41', { username: 'ira' }, 1);
  const comment = await write('2', 'ask @ira or @user4');
  await town.service.deliver(userDeleted, { userId: '41' }, { aggregateversion: 2 });
  expect((await read(comment.id)).mentions).toEqual([mention('4')]);
  await town.purge();
  expect(await rows('mentioned_id = 41')).toEqual([]);
  expect(await read(comment.id)).toEqual({ ...comment, mentions: [mention('4')] });
  expect(await eventsOf('comment.updated', comment.id)).toMatchObject([
    { aggregateversion: 2, data: { mentions: [{ userId: '4', username: 'user4' }] } },
  ]);
});

test('a comment without stored mentions shows none', async () => {
  const { id } = await write('2', '@user4');
  await town.service.database.manager.query('UPDATE comments SET mentions = NULL WHERE id = ?', [id]);
  expect((await read(id)).mentions).toEqual([]);
});
