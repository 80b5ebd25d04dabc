import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postUpdated, userDeleted } from '@townsquare/contracts';
import { NotificationTown, postOf } from './town.js';

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

describe('somebody muted', () => {
  beforeEach(() => town.post(10, ANA));

  test('is not told of to the muter, who is told as before when they are unmuted', async () => {
    await town.mute(ANA, BEN, 1);
    await benDoesAll(1);
    expect([await town.told(ANA), await town.told(CLEO)]).toEqual([[], ['Person 2 posted']]);
    await town.unmute(ANA, BEN, 2);
    expect(await town.told(ANA)).toEqual([]);
    await benDoesAll(2);
    expect((await town.told(ANA)).sort()).toEqual(ALL);
  });

  test('is told of as a follower', async () => {
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
    await town.deliver(userDeleted, { userId: `${ANA}` }, { aggregateversion: 2 });
    await town.purge();
    expect(await town.service.database.manager.query('SELECT * FROM known_mutes')).toEqual([]);
  });
});
