import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  commentCreated,
  commentDeleted,
  commentUpdated,
  postDeleted,
  postUpdated,
  profileUpdated,
  userBlocked,
  userDeleted,
  userUnblocked,
} from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { AskedColumns1700000007140 } from '../src/data/reading-migrations.js';
import type { Outcome } from '../src/live/live.js';
import { commentOf, NotificationTown, postOf } from './notification-town.js';

const ANA = 1;
const BEN = 2;
const CLEO = 3;
const DAN = 4;

const mention = (...ids: number[]) => ids.map((id) => ({ userId: `${id}`, username: `user${id}` }));

/** What was told to those who are connected. */
const live: Outcome[] = [];
const liveTo = (userId: number) =>
  live.filter(({ notified }) => notified?.recipients.includes(`${userId}`)).map(({ notified }) => notified!.cause.kind);

let town: NotificationTown;
beforeAll(async () => {
  town = await NotificationTown.start();
  town.hub.publish = (outcome) => {
    live.push(outcome);
  };
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  live.length = 0;
  await town.people(ANA, BEN, CLEO, DAN);
});

describe('a new post', () => {
  test('is told to those it is announced to, once', async () => {
    await town.post(10, ANA);
    await town.announce(10, ANA, [BEN, CLEO]);
    await town.announce(10, ANA, [BEN, CLEO]);
    expect([await town.told(BEN), await town.told(CLEO)]).toEqual([['Person 1 posted'], ['Person 1 posted']]);
    expect(await town.rows()).toBe(2);
  });

  test('is told to five hundred at a time', async () => {
    const crowd = Array.from({ length: 500 }, (_, index) => 1_000 + index);
    await town.put(1_007, '/preferences', { post: false });
    await town.announce(10, ANA, crowd);
    expect(await town.rows()).toBe(499);
  });

  test('is told to whoever it mentions, and taken back from whoever it no longer mentions', async () => {
    await town.post(10, ANA, { mentions: mention(ANA, BEN, CLEO) });
    expect([await town.told(BEN), await town.told(CLEO)]).toEqual([
      ['Person 1 mentioned you in a post'],
      ['Person 1 mentioned you in a post'],
    ]);
    await town.deliver(postUpdated, postOf(10, ANA, { mentions: mention(BEN, DAN) }), { aggregateversion: 2 });
    expect([await town.told(BEN), await town.told(CLEO), await town.told(DAN)]).toEqual([
      ['Person 1 mentioned you in a post'],
      [],
      ['Person 1 mentioned you in a post'],
    ]);
    expect(await town.told(ANA)).toEqual([]);
  });

  test('tells whom it mentions once, live too, however often it is edited', async () => {
    await town.post(10, ANA, { mentions: mention(BEN) });
    for (let version = 2; version <= 10; version++) {
      const edited = postOf(10, ANA, { mentions: mention(BEN), content: `Edit ${version}` });
      await town.deliver(postUpdated, edited, { aggregateversion: version });
    }
    expect([await town.told(BEN), liveTo(BEN)]).toEqual([['Person 1 mentioned you in a post'], ['mention']]);
    const more = postOf(10, ANA, { mentions: mention(BEN, CLEO) });
    await town.deliver(postUpdated, more, { aggregateversion: 11 });
    expect([liveTo(BEN), liveTo(CLEO)]).toEqual([['mention'], ['mention']]);
  });

  test('mentions nobody by an old version that comes late', async () => {
    await town.deliver(postUpdated, postOf(10, ANA), { aggregateversion: 2 });
    await town.post(10, ANA, { mentions: mention(BEN) });
    expect(await town.rows()).toBe(0);
  });

  test('that is private is told only to those mentioned who follow', async () => {
    await town.follow(BEN, ANA);
    town.follows.add(`${DAN}>${ANA}`);
    await town.post(10, ANA, { isPrivate: true, mentions: mention(BEN, CLEO, DAN) });
    expect(await town.rows(`user_id IN (${BEN}, ${DAN}) AND kind = 'mention'`)).toBe(2);
    expect(await town.rows(`user_id = ${CLEO}`)).toBe(0);
    expect(town.asked).toEqual(['follows 1', 'follows 1']);
  });

  test('of a private account is told only to those who follow, and not to those whose leaving was heard of', async () => {
    await town.profile(ANA, 'active', 2, true);
    await town.follow(BEN, ANA, 1);
    await town.follow(CLEO, ANA, 1);
    await town.unfollow(CLEO, ANA, 2);
    await town.post(10, ANA, { mentions: mention(BEN, CLEO, DAN) });
    await town.announce(10, ANA, [BEN, CLEO]);
    expect([await town.rows(`user_id = ${BEN}`), await town.rows(`user_id IN (${CLEO}, ${DAN})`)]).toEqual([2, 0]);
  });

  test('that is private stays with followers of whom nothing was heard yet', async () => {
    await town.announce(10, ANA, [BEN, CLEO]);
    await town.post(10, ANA, { isPrivate: true });
    await town.follow(BEN, ANA);
    expect(await town.told(BEN)).toEqual(['Person 1 posted']);
    await town.unfollow(CLEO, ANA);
    expect(await town.rows(`user_id = ${CLEO}`)).toBe(0);
  });

  test('that is private is told to nobody whose leaving was heard of before', async () => {
    await town.follow(BEN, ANA, 1);
    await town.follow(CLEO, ANA, 1);
    await town.post(10, ANA, { isPrivate: true });
    await town.unfollow(BEN, ANA, 2);
    await town.announce(10, ANA, [BEN, CLEO]);
    expect([await town.rows(`user_id = ${BEN}`), await town.told(CLEO)]).toEqual([0, ['Person 1 posted']]);
  });

  test('that turns private is taken back from those who do not follow', async () => {
    await town.follow(BEN, ANA);
    const mentions = mention(BEN, CLEO);
    await town.post(10, ANA, { mentions });
    await town.deliver(postUpdated, postOf(10, ANA, { mentions, isPrivate: true }), { aggregateversion: 2 });
    expect(await town.told(BEN)).toEqual(['Person 1 mentioned you in a post']);
    expect(await town.rows(`user_id = ${CLEO}`)).toBe(0);
  });

  test('of an account that turns private is taken back from who does not follow, all of its posts', async () => {
    await town.follow(CLEO, ANA);
    for (const postId of [10, 11, 12]) {
      const post = await town.post(postId, ANA, { mentions: mention(BEN, CLEO) });
      town.exports.owned.posts.set(`${postId}`, { ...post, version: 1 });
    }
    await town.post(20, DAN, { mentions: mention(BEN) });
    const unread = async (userId: number) => (await town.get(userId, '/api/v1/notifications/unread-count')).body;
    expect(await unread(BEN)).toEqual({ count: 4 });
    await town.profile(ANA, 'active', 2, true);
    await town.overhaul();
    expect(await town.rows(`user_id = ${BEN}`)).toBe(1);
    expect(await unread(BEN)).toEqual({ count: 1 });
    expect(await unread(CLEO)).toEqual({ count: 3 });
    await town.profile(ANA, 'active', 3, false);
    await town.overhaul();
    expect(await unread(BEN)).toEqual({ count: 1 });
  });

  test('of an account that has turned private is taken back from who does not follow, when it is edited', async () => {
    await town.follow(BEN, ANA);
    const mentions = mention(BEN, CLEO);
    await town.post(10, ANA, { mentions });
    await town.profile(ANA, 'active', 2, true);
    await town.deliver(postUpdated, postOf(10, ANA, { mentions }), { aggregateversion: 2 });
    expect(await town.told(BEN)).toEqual(['Person 1 mentioned you in a post']);
    expect(await town.rows(`user_id = ${CLEO}`)).toBe(0);
  });

  test('that is deleted takes everything with it, and late events bring nothing back', async () => {
    await town.post(10, ANA, { mentions: mention(BEN) });
    await town.announce(10, ANA, [CLEO]);
    await town.comment(50, DAN);
    await town.react(DAN, {}, 1);
    expect(await town.rows()).toBe(4);
    await town.deliver(postDeleted, { postId: '10', authorId: `${ANA}` }, { aggregateversion: 2 });
    await town.purge();
    await town.announce(10, ANA, [BEN]);
    await town.comment(51, DAN);
    await town.react(DAN, { reaction: null }, 2);
    expect(await town.rows()).toBe(0);
    expect(await town.service.database.manager.query('SELECT * FROM relations')).toEqual([]);
  });
});

describe('comments', () => {
  test('are told to the author of the post, replies to whom they answer, and nobody twice', async () => {
    await town.post(10, ANA);
    await town.comment(50, BEN);
    await town.comment(51, CLEO, { parentCommentId: '50', parentAuthorId: `${BEN}` });
    await town.comment(52, BEN, { parentCommentId: '53', parentAuthorId: `${ANA}` });
    await town.comment(53, ANA);
    expect((await town.told(ANA)).sort()).toEqual([
      'Person 2 commented on your post',
      'Person 2 replied to your comment',
      'Person 3 commented on your post',
    ]);
    expect(await town.told(BEN)).toEqual(['Person 3 replied to your comment']);
  });

  test('point at the comment and its post', async () => {
    await town.post(10, ANA);
    const createdAt = '2026-01-02T03:04:05.678Z';
    await town.comment(50, BEN, { createdAt });
    const { body } = await town.get(ANA);
    const actor = { userId: '2', username: 'user2', fullName: 'Person 2', profilePicture: null };
    expect(body).toEqual({
      items: [
        {
          id: expect.stringMatching(/^\d+$/),
          kind: 'comment',
          message: 'Person 2 commented on your post',
          actor,
          target: { type: 'comment', id: '50' },
          postId: '10',
          isRead: false,
          createdAt,
          group: { key: 'comment.post.10.2026-01-02', count: 1, atLeast: false, actors: [actor] },
        },
      ],
      nextCursor: null,
    });
    expect(town.asked).toEqual([]);
  });

  test('that are deleted take back what points at them, whatever comes first', async () => {
    await town.post(10, ANA);
    const comment = commentOf(50, BEN);
    const target = { type: 'comment' as const, id: '50' };
    await town.deliver(commentCreated, comment);
    await town.react(CLEO, { target, targetAuthorId: `${BEN}` }, 1);
    expect(await town.rows()).toBe(2);
    await town.deliver(commentDeleted, comment, { aggregateversion: 2 });
    await town.purge();
    await town.deliver(commentCreated, comment, { id: 'again' });
    await town.react(DAN, { target, targetAuthorId: `${BEN}` }, 2);
    expect(await town.rows()).toBe(0);
  });

  test('tell each whom they mention once, and of the first thing that they want to hear of', async () => {
    await town.post(10, ANA);
    const reply = { parentCommentId: '50', parentAuthorId: `${BEN}` };
    await town.comment(51, DAN, { ...reply, mentions: mention(ANA, BEN, CLEO, DAN) });
    expect([await town.told(ANA), await town.told(BEN), await town.told(CLEO), await town.told(DAN)]).toEqual([
      ['Person 4 commented on your post'],
      ['Person 4 replied to your comment'],
      ['Person 4 mentioned you in a comment'],
      [],
    ]);
    const { body } = await town.get(CLEO);
    expect(body.items).toMatchObject([{ kind: 'mention', target: { type: 'comment', id: '51' }, postId: '10' }]);
    await town.put(ANA, '/preferences', { comment: false });
    await town.put(CLEO, '/preferences', { mention: false });
    await town.comment(52, DAN, { mentions: mention(ANA, CLEO) });
    expect([(await town.told(ANA))[0], await town.rows(`user_id = ${CLEO}`)]).toEqual([
      'Person 4 mentioned you in a comment',
      1,
    ]);
    expect([liveTo(ANA), liveTo(BEN), liveTo(CLEO)]).toEqual([['comment', 'mention'], ['reply'], ['mention']]);
  });

  test('that are edited tell whom they mention then, once, and take back from whom they do not', async () => {
    await town.post(10, ANA);
    await town.comment(50, BEN, { mentions: mention(CLEO) });
    const edit = (version: number, mentions: ReturnType<typeof mention>, content = `Edit ${version}`) =>
      town.deliver(commentUpdated, commentOf(50, BEN, { mentions, content }), { aggregateversion: version });
    for (const version of [2, 3, 4]) await edit(version, mention(ANA, CLEO, DAN));
    expect([liveTo(ANA), liveTo(CLEO), liveTo(DAN)]).toEqual([['comment'], ['mention'], ['mention']]);
    await edit(6, mention(DAN));
    await edit(5, mention(CLEO));
    expect([await town.told(ANA), await town.told(CLEO), await town.told(DAN)]).toEqual([
      ['Person 2 commented on your post'],
      [],
      ['Person 2 mentioned you in a comment'],
    ]);
  });

  test('are told of as they are, also when the edit is heard of before the comment', async () => {
    await town.post(10, ANA);
    const edited = commentOf(50, BEN, { mentions: mention(DAN) });
    await town.deliver(commentUpdated, edited, { aggregateversion: 2 });
    await town.comment(50, BEN, { mentions: mention(ANA, CLEO) });
    expect([await town.told(ANA), await town.told(CLEO), await town.told(DAN)]).toEqual([
      ['Person 2 commented on your post'],
      [],
      ['Person 2 mentioned you in a comment'],
    ]);
  });

  test('leave the mentions in their post, and a post those in its comments', async () => {
    await town.post(10, ANA, { mentions: mention(CLEO) });
    await town.comment(50, BEN, { mentions: mention(DAN) });
    await town.deliver(commentUpdated, commentOf(50, BEN, { mentions: mention(DAN) }), { aggregateversion: 2 });
    await town.deliver(postUpdated, postOf(10, ANA, { mentions: mention(CLEO) }), { aggregateversion: 2 });
    expect([await town.told(CLEO), await town.told(DAN)]).toEqual([
      ['Person 1 mentioned you in a post'],
      ['Person 2 mentioned you in a comment'],
    ]);
  });

  test('that mention somebody tell nobody who may not see them, has a block with their author, or has muted them', async () => {
    await town.follow(BEN, ANA);
    await town.post(10, ANA, { isPrivate: true });
    await town.comment(50, ANA, { mentions: mention(BEN, CLEO) });
    expect([await town.told(BEN), await town.rows(`user_id = ${CLEO}`)]).toEqual([
      ['Person 1 mentioned you in a comment'],
      0,
    ]);
    await town.post(11, ANA);
    const block = { blockerId: `${CLEO}`, blockedId: `${DAN}`, at: new Date().toISOString() };
    await town.deliver(userBlocked, block, { aggregateversion: 1 });
    await town.mute(BEN, DAN);
    await town.comment(51, DAN, { postId: '11', mentions: mention(BEN, CLEO) });
    await town.muteWords(CLEO, ['spoilers'], 1);
    await town.comment(52, BEN, { postId: '11', mentions: mention(CLEO, DAN), content: 'Spoilers!' });
    expect(await town.rows('target_id IN (51, 52) AND user_id <> 1')).toBe(1);
    expect(await town.told(DAN)).toEqual(['Person 2 mentioned you in a comment']);
  });

  test('that are deleted take back their mentions, and what is kept of their versions', async () => {
    await town.post(10, ANA);
    await town.comment(50, BEN, { mentions: mention(CLEO) });
    await town.deliver(commentDeleted, commentOf(50, BEN), { aggregateversion: 3 });
    await town.purge();
    await town.deliver(commentUpdated, commentOf(50, BEN, { mentions: mention(DAN) }), { aggregateversion: 2 });
    expect(await town.rows()).toBe(0);
    expect(await town.service.database.manager.query('SELECT * FROM comment_versions')).toEqual([]);
  });

  test('under a private post are told only to those who may see it', async () => {
    await town.post(10, ANA, { isPrivate: true });
    await town.comment(51, CLEO, { parentCommentId: '50', parentAuthorId: `${BEN}` });
    expect([await town.told(ANA), await town.rows()]).toEqual([['Person 3 commented on your post'], 1]);
  });
});

test('a comment of which only the total changes notifies nobody', async () => {
  await town.post(10, ANA);
  const comment = commentOf(70, BEN);
  await town.deliver(commentUpdated, { ...comment, totalOnly: true }, { aggregateversion: 2 });
  expect(await town.rows()).toBe(0);
  await town.deliver(commentCreated, comment);
  expect(await town.rows()).toBe(1);
});

describe('reactions', () => {
  beforeEach(() => town.post(10, ANA));

  test('are one notification a person and target, which follows the reaction', async () => {
    await town.react(BEN, {}, 1);
    await town.react(BEN, { reaction: 'love', previous: 'like' }, 2);
    expect(await town.told(ANA)).toEqual(['Person 2 loved your post']);
    await town.react(BEN, { reaction: null, previous: 'love' }, 3);
    expect(await town.told(ANA)).toEqual([]);
  });

  test('notify nobody when the totals alone change', async () => {
    await town.react(BEN, { reaction: 'love', previous: 'love' }, 4);
    expect(await town.rows()).toBe(0);
    await town.react(BEN, { reaction: 'love' }, 3);
    expect(await town.told(ANA)).toEqual(['Person 2 loved your post']);
  });

  test.each([[[1, 2, 3]], [[1, 3, 2]], [[2, 1, 3]], [[2, 3, 1]], [[3, 1, 2]], [[3, 2, 1]]])(
    'that were withdrawn leave nothing, in the order %p',
    async (order) => {
      const reactions = [null, 'like', 'love', null] as const;
      for (const version of order) await town.react(BEN, { reaction: reactions[version]! }, version);
      expect(await town.rows()).toBe(0);
    },
  );

  test('to one’s own post are told to nobody', async () => {
    await town.react(ANA, {}, 1);
    expect(await town.rows()).toBe(0);
  });
});

describe('followers', () => {
  test('are told of, and taken back when they leave', async () => {
    await town.follow(BEN, ANA, 1);
    const { body } = await town.get(ANA);
    expect(body.items).toMatchObject([
      { kind: 'follow', message: 'Person 2 started following you', target: { type: 'user', id: '2' }, postId: null },
    ]);
    await town.unfollow(BEN, ANA, 2);
    await town.follow(BEN, ANA, 1);
    expect(await town.told(ANA)).toEqual([]);
  });

  test('who leave lose what they were told of private posts', async () => {
    await town.follow(BEN, ANA, 1);
    await town.post(10, ANA, { isPrivate: true });
    await town.post(11, ANA);
    await town.announce(10, ANA, [BEN]);
    await town.announce(11, ANA, [BEN]);
    expect(await town.told(BEN)).toHaveLength(2);
    await town.unfollow(BEN, ANA, 2);
    expect(await town.rows(`user_id = ${BEN}`)).toBe(1);
  });

  test('who leave a private account lose what they were told of any of its posts', async () => {
    await town.profile(ANA, 'active', 2, true);
    await town.follow(BEN, ANA, 1);
    await town.post(11, ANA);
    await town.announce(11, ANA, [BEN]);
    expect(await town.told(BEN)).toEqual(['Person 1 posted']);
    await town.unfollow(BEN, ANA, 2);
    expect(await town.rows(`user_id = ${BEN}`)).toBe(0);
  });
});

describe('a block', () => {
  const block = { blockerId: `${ANA}`, blockedId: `${BEN}`, at: new Date().toISOString() };

  test('takes back what each was told of the other, and keeps more from coming', async () => {
    await town.post(10, ANA);
    await town.comment(50, BEN);
    await town.comment(51, CLEO);
    await town.announce(10, ANA, [BEN]);
    await town.deliver(userBlocked, block, { aggregateversion: 1 });
    expect([await town.told(ANA), await town.told(BEN)]).toEqual([['Person 3 commented on your post'], []]);
    await town.react(BEN, {}, 1);
    await town.announce(11, ANA, [BEN]);
    expect(await town.rows()).toBe(1);
    await town.deliver(userUnblocked, block, { aggregateversion: 2 });
    await town.react(BEN, { reaction: 'sad' }, 2);
    expect(await town.told(ANA)).toContain('Person 2 was saddened by your post');
  });

  test('that was lifted meanwhile changes nothing when it comes late', async () => {
    await town.post(10, ANA);
    await town.comment(50, BEN);
    await town.deliver(userUnblocked, block, { aggregateversion: 2 });
    await town.deliver(userBlocked, block, { aggregateversion: 1 });
    expect(await town.rows()).toBe(1);
  });
});

describe('people', () => {
  test('are told only of what they want', async () => {
    await town.post(10, ANA);
    await town.put(ANA, '/preferences', { comment: false });
    await town.comment(50, BEN);
    await town.comment(51, BEN, { parentCommentId: '50', parentAuthorId: `${ANA}` });
    expect(await town.told(ANA)).toEqual(['Person 2 replied to your comment']);
  });

  test('who are banned are not told of, nor seen in what was told', async () => {
    await town.post(10, ANA);
    await town.comment(50, BEN);
    await town.profile(BEN, 'banned', 2);
    await town.comment(51, BEN);
    expect([await town.told(ANA), await town.rows()]).toEqual([[], 1]);
  });

  test('are called by the name that they have now, in what was told before too', async () => {
    await town.post(10, ANA, { mentions: mention(BEN) });
    await town.react(BEN, { reaction: 'sad' }, 1);
    for (const userId of [ANA, BEN]) {
      const names = { username: `new${userId}`, fullName: `Renamed ${userId}`, bio: '', profilePicture: null };
      const profile = { userId: `${userId}`, ...names, status: 'active' as const, isPrivate: false };
      await town.deliver(profileUpdated, { ...profile, createdAt: new Date().toISOString() }, { aggregateversion: 2 });
    }
    expect([await town.told(BEN), await town.told(ANA)]).toEqual([
      ['Renamed 1 mentioned you in a post'],
      ['Renamed 2 was saddened by your post'],
    ]);
    const { body } = await town.get(BEN);
    expect(body.items).toMatchObject([{ message: 'Renamed 1 mentioned you in a post', actor: { username: 'new1' } }]);
  });

  test('are named in no row, also not in what an earlier version stored', async () => {
    const { manager, source } = town.service.database;
    const stored = async (): Promise<string[]> => {
      const rows: { message: string }[] = await manager.query('SELECT message FROM notifications ORDER BY id');
      return rows.map(({ message }) => message);
    };
    await town.post(10, ANA, { mentions: mention(BEN) });
    await town.react(BEN, { reaction: 'sad' }, 1);
    const nameless = ['Somebody mentioned you in a post', 'Somebody was saddened by your post'];
    expect(await stored()).toEqual(nameless);
    await manager.query("UPDATE notifications SET message = REPLACE(message, 'Somebody', 'Old liked your post')");
    const told = ['Person 2 was saddened by your post'];
    expect(await town.told(ANA)).toEqual(told);
    const runner = source.createQueryRunner();
    await new AskedColumns1700000007140().up(runner);
    await runner.release();
    expect([await stored(), await town.told(ANA)]).toEqual([nameless, told]);
  });

  test('who are not known yet are shown once they are, by the name that they have then', async () => {
    await town.follow(99, ANA);
    expect(await town.told(ANA)).toEqual([]);
    await town.people(99);
    expect(await town.told(ANA)).toEqual(['Person 99 started following you']);
  });

  test('who are gone leave nothing behind, and late events bring nothing back', async () => {
    await town.post(10, ANA);
    await town.comment(50, BEN);
    await town.announce(10, ANA, [BEN, CLEO]);
    await town.follow(BEN, CLEO);
    await town.put(BEN, '/preferences', { post: true, grouped: false });
    await town.deliver(userDeleted, { userId: `${BEN}` }, { aggregateversion: 5 });
    await town.purge();
    await town.comment(51, BEN);
    await town.announce(11, ANA, [BEN, CLEO]);
    await town.follow(BEN, CLEO, 2);
    await town.react(BEN, { reaction: null }, 9);
    expect(await town.rows(`user_id = ${BEN} OR actor_id = ${BEN}`)).toBe(0);
    const manager = town.service.database.manager;
    expect(await manager.query('SELECT * FROM relations')).toEqual([]);
    expect(await manager.query('SELECT * FROM preferences')).toEqual([]);
    expect(await manager.query('SELECT * FROM grouping_choices')).toEqual([]);
    expect(await publishedEvents(town.service.database, 'user.purged')).toMatchObject([
      { subject: `${BEN}`, aggregateversion: 5, data: { userId: `${BEN}`, service: 'notification' } },
    ]);
  });
});
