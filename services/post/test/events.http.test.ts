import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { profileUpdated, userBlocked, userDeleted, userUnblocked } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { PostTown, png, until } from './post-town.js';

const ANA = '1';
const BOB = '2';
const AT = '2026-01-01T00:00:00.000Z';

let town: PostTown;

beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson(ANA, 'ana');
  town.addPerson(BOB, 'bob');
  town.addPerson('31', 'dan');
});

afterAll(() => town.stop());

const profile = (userId: string, username: string, status: 'active' | 'banned' = 'active', isPrivate = false) => ({
  userId,
  username,
  fullName: `${username} Now`,
  bio: '',
  profilePicture: '/picture',
  status,
  isPrivate,
  createdAt: AT,
});

describe('profile.updated', () => {
  test('is shown with posts, and an older one is not', async () => {
    const post = await town.write(ANA, 'look');
    const author = async () => (await town.get(`/api/v1/posts/${post.id}`)).body.author;
    expect(await town.service.deliver(profileUpdated, profile(ANA, 'ana'), { aggregateversion: 5 })).toBe('SUCCESS');
    expect(await author()).toMatchObject({ fullName: 'ana Now', profilePicture: '/picture' });
    const stale = { ...profile(ANA, 'ana'), fullName: 'Old' };
    expect(await town.service.deliver(profileUpdated, stale, { aggregateversion: 4 })).toBe('SUCCESS');
    expect(await author()).toMatchObject({ fullName: 'ana Now' });
  });

  test('with a new name changes old mentions, which do not pass to an account that gets the old name', async () => {
    const [FAY, STRANGER] = ['41', '42'];
    town.addPerson(FAY, 'fay');
    await town.write(FAY, 'hello');
    const post = await town.write(ANA, 'thanks @Fay');
    expect(post.mentions).toEqual([{ userId: FAY, username: 'fay', typed: 'fay' }]);
    await town.service.deliver(profileUpdated, profile(FAY, 'fay_now'), { aggregateversion: 5 });
    await town.service.deliver(profileUpdated, profile(STRANGER, 'fay'), { aggregateversion: 5 });
    const renamed = { userId: FAY, username: 'fay_now', typed: 'fay' };
    expect((await town.get(`/api/v1/posts/${post.id}`)).body.mentions).toEqual([renamed]);
    expect((await town.get(`/api/v1/users/${ANA}/posts`)).body.items[0].mentions).toEqual([renamed]);
    const content = '@fay, and @fay_now as well';
    const { body } = await town.patch(`/api/v1/posts/${post.id}`, { content }, ANA);
    expect(body.mentions).toEqual([renamed, { ...renamed, typed: 'fay_now' }]);
    const fresh = await town.write(ANA, 'and who is this, @fay?');
    expect(fresh.mentions).toEqual([{ userId: STRANGER, username: 'fay', typed: 'fay' }]);
  });

  test('is shown in mentions only to readers to whom the person is visible', async () => {
    const GUS = '43';
    town.addPerson(GUS, 'gus');
    await town.write(GUS, 'hello');
    const post = await town.write(ANA, 'ask @gus');
    const block = { blockerId: GUS, blockedId: BOB, at: AT };
    await town.service.deliver(userBlocked, block, { aggregateversion: 1 });
    const seenBy = async (reader?: string) => (await town.get(`/api/v1/posts/${post.id}`, reader)).body.mentions.length;
    expect([await seenBy(), await seenBy('31'), await seenBy(BOB)]).toEqual([1, 1, 0]);
    await town.service.deliver(profileUpdated, profile(GUS, 'gus', 'banned'), { aggregateversion: 9 });
    expect([await seenBy(), await seenBy(GUS)]).toEqual([0, 1]);
  });

  test('of a banned account hides its posts', async () => {
    const post = await town.write(ANA, 'look');
    await town.service.deliver(profileUpdated, profile(ANA, 'ana', 'banned'), { aggregateversion: 6 });
    expect((await town.get(`/api/v1/posts/${post.id}`, BOB)).status).toBe(404);
    expect((await town.get(`/api/v1/posts/${post.id}`, ANA)).status).toBe(200);
    await town.service.deliver(profileUpdated, profile(ANA, 'ana'), { aggregateversion: 7 });
    expect((await town.get(`/api/v1/posts/${post.id}`, BOB)).status).toBe(200);
  });

  test('without `isPrivate`, from an older version, is of a public account', async () => {
    const { isPrivate: _isPrivate, ...before } = profile('31', 'dan');
    const post = await town.write('31', 'look');
    expect(await town.service.deliver(profileUpdated, before as never, { aggregateversion: 5 })).toBe('SUCCESS');
    expect((await town.get(`/api/v1/posts/${post.id}`)).body.author).toMatchObject({ fullName: 'dan Now' });
  });

  test('of an account that turns private hides its posts from all but followers, also in lists', async () => {
    town.addPerson('30', 'cleo');
    town.follow(BOB, '30');
    const post = await town.write('30', 'look #quietly');
    const lists = ['/api/v1/users/30/posts', '/api/v1/hashtags/quietly/posts'];
    const seen = async (readerId?: string) => [
      (await town.get(`/api/v1/posts/${post.id}`, readerId)).status === 200,
      ...(await Promise.all(lists.map(async (path) => (await town.get(path, readerId)).body.items.length === 1))),
    ];
    expect(await seen()).toEqual([true, true, true]);
    await town.service.deliver(profileUpdated, profile('30', 'cleo', 'active', true), { aggregateversion: 5 });
    for (const readerId of ['30', BOB]) expect(await seen(readerId)).toEqual([true, true, true]);
    for (const readerId of [ANA, undefined]) expect(await seen(readerId)).toEqual([false, false, false]);
  });
});

describe('user.blocked and user.unblocked', () => {
  test('hide posts in both directions, in whatever order they arrive', async () => {
    const [mine, theirs] = [await town.write(ANA, 'mine'), await town.write(BOB, 'theirs')];
    const statuses = async () => [
      (await town.get(`/api/v1/posts/${mine.id}`, BOB)).status,
      (await town.get(`/api/v1/posts/${theirs.id}`, ANA)).status,
    ];
    const block = { blockerId: ANA, blockedId: BOB, at: AT };
    await town.service.deliver(userBlocked, block, { aggregateversion: 1 });
    expect(await statuses()).toEqual([404, 404]);
    await town.service.deliver(userUnblocked, block, { aggregateversion: 3 });
    expect(await statuses()).toEqual([200, 200]);
    await town.service.deliver(userBlocked, block, { aggregateversion: 2 });
    expect(await statuses()).toEqual([200, 200]);
  });
});

describe('user.deleted', () => {
  test('hides the account at once, then deletes all its data, and publishes `user.purged` once', async () => {
    const GONE = '10';
    town.addPerson(GONE, 'gone_soon');
    const posts = [];
    for (let index = 0; index < 120; index++) posts.push(await town.write(GONE, `post ${index} #bye @bob`));
    const { body: attached } = await town.upload(GONE, await png());
    const { body: free } = await town.upload(GONE, await png());
    const pictured = await town.write(GONE, 'with a picture', { mediaId: attached.id });
    const praise = await town.write(BOB, 'like @gone_soon says #hi');
    expect(praise.mentions).toEqual([{ userId: GONE, username: 'gone_soon', typed: 'gone_soon' }]);
    const tokenHolder = await town.post('/api/v1/posts', { content: 'x' }, GONE, { 'idempotency-key': 'a' });
    expect(tokenHolder.status).toBe(201);

    const event = { id: 'deletion-1', aggregateversion: 9 };
    expect(await town.service.deliver(userDeleted, { userId: GONE }, event)).toBe('SUCCESS');
    expect((await town.get(`/api/v1/posts/${pictured.id}`, BOB)).status).toBe(404);
    expect((await town.get(attached.url)).status).toBe(404);
    expect((await town.get(`/api/v1/users/${GONE}/posts`, GONE)).status).toBe(404);
    expect((await town.post('/api/v1/posts', { content: 'still here' }, GONE)).status).toBe(401);
    expect((await town.upload(GONE, await png())).status).toBe(401);

    town.posts.purges.start();
    const purged = () => publishedEvents(town.service.database, 'user.purged');
    await until(async () => (await purged()).length > 0);
    expect(await purged()).toMatchObject([
      { subject: GONE, aggregateversion: 9, data: { userId: GONE, service: 'post' } },
    ]);
    for (const table of ['posts', 'post_hashtags', 'mentions', 'media', 'media_removals']) {
      expect(await town.count(table, `user_id = ${GONE}`)).toBe(0);
    }
    expect(await town.count('idempotency_keys', `owner_id = ${GONE}`)).toBe(0);
    expect(town.images.keys()).toEqual([]);
    const deleted = await publishedEvents(town.service.database, 'post.deleted');
    expect(deleted).toHaveLength(posts.length + 2);
    expect(deleted.every((each) => each.aggregateversion === 2)).toBe(true);
    expect((await town.get(`/api/v1/posts/${praise.id}`)).body).toMatchObject({
      content: praise.content,
      mentions: [],
      hashtags: ['hi'],
      // The post was not edited.
      updatedAt: praise.updatedAt,
    });
    expect((await publishedEvents(town.service.database, 'post.updated')).at(-1)).toMatchObject({
      subject: praise.id,
      aggregateversion: 2,
      data: { mentions: [] },
    });
    expect((await town.get(free.url, GONE)).status).toBe(404);

    expect(await town.service.deliver(userDeleted, { userId: GONE }, event)).toBe('SUCCESS');
    const late = { ...profile(GONE, 'gone_soon') };
    await town.service.deliver(profileUpdated, late, { aggregateversion: 100 });
    expect((await town.get(`/api/v1/users/${GONE}/posts`)).status).toBe(404);
    expect(await purged()).toHaveLength(1);
  });

  test('deletes the blocks by and of the account, and ignores blocks that arrive later', async () => {
    const block = (blockerId: string, blockedId: string, aggregateversion: number) =>
      town.service.deliver(userBlocked, { blockerId, blockedId, at: new Date().toISOString() }, { aggregateversion });
    const isOfPerson = ({ subject }: { subject: string }) => subject === '77';
    await block('77', '1', 1);
    await block('1', '77', 1);
    await town.service.deliver(userDeleted, { userId: '77' });
    town.posts.purges.start();
    await until(async () => (await publishedEvents(town.service.database, 'user.purged')).some(isOfPerson));
    await block('1', '77', 2);
    const rows = 'SELECT * FROM known_blocks WHERE 77 IN (blocker_id, blocked_id)';
    expect(await town.service.database.manager.query(rows)).toEqual([]);
  });

  test('of an account without posts also leads to `user.purged`', async () => {
    await town.service.deliver(userDeleted, { userId: '11' }, { aggregateversion: 2 });
    const ofThis = async () =>
      (await publishedEvents(town.service.database, 'user.purged')).filter((event) => event.subject === '11');
    town.posts.purges.start();
    await until(async () => (await ofThis()).length === 1);
  });
});
