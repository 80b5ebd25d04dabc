import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postUpdated, userDeleted } from '@townsquare/contracts';
import { postOf } from '@townsquare/projections/testing';
import { NotificationTown } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const CLEO = 3;

let town: NotificationTown;
beforeAll(async () => {
  town = await NotificationTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(ANA, BEN, CLEO);
});

/** Everything that Ben can do which Ana is told of, her own post 10 being there. */
async function benDoesAll(version: number): Promise<void> {
  const postId = 100 + version;
  await town.post(postId, BEN, { mentions: [{ userId: `${ANA}`, username: 'user1' }] });
  await town.announce(postId, BEN, [ANA, CLEO]);
  await town.comment(postId, BEN);
  await town.comment(200 + version, BEN, { parentCommentId: '9', parentAuthorId: `${ANA}` });
  await town.react(BEN, { target: { type: 'post', id: `${postId}` }, postId: '10' }, version);
}

const ALL = [
  'Person 2 commented on your post',
  'Person 2 liked your post',
  'Person 2 mentioned you in a post',
  'Person 2 posted',
  'Person 2 replied to your comment',
];

describe('a muted word', () => {
  beforeEach(() => town.post(10, ANA));

  test('keeps away what has it: mentions, comments, replies and posts', async () => {
    await town.muteWords(ANA, ['spoilers'], 1);
    const mentions = [{ userId: `${ANA}`, username: 'user1' }];
    await town.post(20, BEN, { mentions, content: '@user1 no SPOILERS!' });
    town.posts.set('20', { ...postOf(20, BEN), version: 1, content: '@user1 no SPOILERS!' });
    await town.announce(20, BEN, [ANA, CLEO]);
    await town.comment(30, BEN, { content: 'Spoilers: he did it' });
    await town.comment(31, BEN, { content: '#spoilers', parentCommentId: '9', parentAuthorId: `${ANA}` });
    expect([await town.told(ANA), await town.told(CLEO)]).toEqual([[], ['Person 2 posted']]);
  });

  test('keeps away nothing else, nor what has no words', async () => {
    await town.muteWords(ANA, ['spoilers'], 1);
    await town.muteWords(CLEO, ['person'], 1);
    town.posts.set('102', { ...postOf(102, BEN), version: 1 });
    await benDoesAll(2);
    await town.follow(BEN, CLEO);
    expect((await town.told(ANA)).sort()).toEqual(ALL);
    expect((await town.told(CLEO)).sort()).toEqual(['Person 2 posted', 'Person 2 started following you']);
  });

  test('fetches an announced post only if a recipient has muted words', async () => {
    for (const postId of [20, 21, 22]) await town.post(postId, BEN);
    await town.announce(20, BEN, [ANA, CLEO]);
    await town.muteWords(ANA, ['tea'], 1);
    await town.muteWords(CLEO, [], 1);
    await town.announce(21, BEN, [CLEO]);
    expect(town.asked).toEqual([]);
    await town.announce(22, BEN, [ANA, CLEO]);
    expect(town.asked).toEqual(['posts 22']);
  });

  test('causes notifications again once the mute has ended', async () => {
    await town.muteWords(ANA, ['well'], 1);
    await town.comment(30, BEN);
    await town.muteWords(ANA, [], 2);
    await town.comment(31, BEN);
    const { body } = await town.get(ANA);
    expect(body.items).toMatchObject([{ target: { id: '31' } }]);
  });
});

describe('a muted user', () => {
  beforeEach(() => town.post(10, ANA));

  test('causes no notifications for the reader who mutes, and does again when the mute has ended', async () => {
    await town.mute(ANA, BEN, 1);
    await benDoesAll(1);
    expect([await town.told(ANA), await town.told(CLEO)]).toEqual([[], ['Person 2 posted']]);
    await town.unmute(ANA, BEN, 2);
    expect(await town.told(ANA)).toEqual([]);
    await benDoesAll(2);
    expect((await town.told(ANA)).sort()).toEqual(ALL);
  });

  test('causes a notification as a follower', async () => {
    await town.mute(ANA, BEN);
    await town.follow(BEN, ANA);
    expect(await town.told(ANA)).toEqual(['Person 2 started following you']);
  });

  test('stays in what was told before, and an edit tells nothing anew', async () => {
    const mentions = [{ userId: `${ANA}`, username: 'user1' }];
    await town.post(20, BEN, { mentions });
    await town.post(21, BEN);
    await town.mute(ANA, BEN);
    await town.deliver(postUpdated, postOf(21, BEN, { mentions }), { aggregateversion: 2 });
    const { body } = await town.get(ANA);
    expect(body.items).toMatchObject([{ kind: 'mention', postId: '20', isRead: false }]);
  });

  test('is forgotten with their account, and with that of the muter', async () => {
    await town.mute(ANA, BEN);
    await town.mute(CLEO, ANA);
    await town.muteWords(ANA, ['tea'], 2);
    await town.deliver(userDeleted, { userId: `${ANA}` }, { aggregateversion: 2 });
    await town.purge();
    for (const table of ['known_mutes', 'known_muted_words']) {
      expect(await town.service.database.manager.query(`SELECT * FROM ${table}`)).toEqual([]);
    }
  });
});
