import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { postCreated, postDeleted, postUpdated, profileUpdated, userBlocked, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { testPost, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;

beforeAll(async () => {
  town = await Town.open();
});

afterAll(() => town.close());

const deletedEvents = async (postId: string) => {
  const events = await publishedEvents(town.service.database, 'comment.deleted');
  return events.filter((event) => (event.data as { postId: string }).postId === postId);
};

const rowsOf = (postId: string) =>
  town.service.database.manager.query('SELECT id FROM comments WHERE post_id = ?', [postId]);

const comment = (postId: string, userId: string) =>
  town.request('post', `/posts/${postId}/comments`, userId, { content: 'late' });

test('each topic is subscribed to once', async () => {
  const answer = await supertest(town.service.url)
    .get('/dapr/subscribe')
    .set(await town.service.as());
  const topics = answer.body.map(({ topic }: { topic: string }) => topic).sort();
  expect(topics).toEqual([
    'content.removed',
    'deadletters.comment',
    'post.created',
    'post.deleted',
    'post.updated',
    'profile.updated',
    'user.blocked',
    'user.deleted',
    'user.unblocked',
  ]);
});

describe('post.updated', () => {
  test('hides the comments of a post that becomes private, unless the event is stale', async () => {
    const postId = await town.post('1');
    const { version: _version, ...data } = testPost(postId, '1', { isPrivate: true });
    await town.service.deliver(postUpdated, data, { aggregateversion: 3 });
    expect((await town.request('get', `/posts/${postId}/comments`, '2')).status).toBe(404);
    await town.service.deliver(postUpdated, { ...data, isPrivate: false }, { aggregateversion: 2 });
    expect((await town.request('get', `/posts/${postId}/comments`, '2')).status).toBe(404);
  });
});

describe('profile.updated', () => {
  test('changes the name of a comment’s author, unless the event is stale', async () => {
    const postId = await town.post('1');
    const id = await town.comment(postId, '2');
    const { version: _version, ...data } = testProfile('2', { fullName: 'New' });
    expect(await town.service.deliver(profileUpdated, data, { aggregateversion: 5 })).toBe('SUCCESS');
    await town.service.deliver(profileUpdated, { ...data, fullName: 'Stale' }, { aggregateversion: 4 });
    expect((await town.request('get', `/comments/${id}`)).body.author.fullName).toBe('New');
  });
});

describe('post.deleted', () => {
  test('deletes every comment of the post in batches, each with its event', async () => {
    const postId = await town.post('1');
    const top = await town.comment(postId, '2');
    await town.comment(postId, '3', top);
    await town.request('delete', `/comments/${top}`, '2');
    await town.service.database.manager.query(
      `INSERT INTO comments (post_id, user_id, content, reply_count, version, created_at, updated_at)
       SELECT ?, 2, 'many', 0, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM information_schema.columns LIMIT 249`,
      [postId],
    );
    await town.service.database.manager.query('UPDATE threads SET comment_count = 250 WHERE post_id = ?', [postId]);
    const envelope = { id: `gone-${postId}`, aggregateversion: 2 };
    expect(await town.service.deliver(postDeleted, { postId, authorId: '1' }, envelope)).toBe('SUCCESS');
    expect((await town.request('get', `/posts/${postId}/comments`, '1')).status).toBe(404);
    await town.purge();
    expect(await rowsOf(postId)).toEqual([]);
    const events = await deletedEvents(postId);
    // One from the deletion before, and one for each comment that was still there: not for the tombstone.
    expect(events).toHaveLength(251);
    const threads = events.map(({ data }) => (data as { thread: { commentCount: number; version: number } }).thread);
    expect(threads.at(-1)!.commentCount).toBe(0);
    expect(new Set(threads.map(({ version }) => version)).size).toBe(251);
    expect(await town.service.deliver(postDeleted, { postId, authorId: '1' }, envelope)).toBe('SUCCESS');
    await town.purge();
    expect(await deletedEvents(postId)).toHaveLength(251);
  });

  test('before post.created: the post stays deleted', async () => {
    await town.service.deliver(postDeleted, { postId: '90', authorId: '1' }, { aggregateversion: 2 });
    const { version: _version, ...data } = testPost('90', '1');
    await town.service.deliver(postCreated, data, { aggregateversion: 1 });
    expect((await comment('90', '2')).status).toBe(404);
    await town.purge();
  });

  test('no comment survives that is written while the post is deleted', async () => {
    for (let round = 0; round < 10; round++) {
      const postId = await town.post('1');
      const writers = ['1', '2', '3', '4', '5'].map((userId) => comment(postId, userId));
      const gone = town.service.deliver(postDeleted, { postId, authorId: '1' }, { aggregateversion: 2 });
      const purged = gone.then(() => town.purge());
      const statuses = (await Promise.all(writers)).map(({ status }) => status);
      expect(statuses.every((status) => status === 201 || status === 404)).toBe(true);
      await purged;
      expect(await rowsOf(postId)).toEqual([]);
      expect(await deletedEvents(postId)).toHaveLength(statuses.filter((status) => status === 201).length);
    }
  });
});

describe('user.deleted', () => {
  test('deletes the comments of the account under every post, then publishes that it is done', async () => {
    const { version: _version, ...data } = testProfile('8');
    await town.service.deliver(profileUpdated, data);
    const posts = [await town.post('1'), await town.post('2')];
    const answered = await town.comment(posts[0]!, '8');
    const reply = await town.comment(posts[0]!, '3', answered);
    await town.comment(posts[0]!, '8', reply);
    await town.comment(posts[1]!, '8');
    const envelope = { id: 'gone-8', aggregateversion: 4 };
    expect(await town.service.deliver(userDeleted, { userId: '8' }, envelope)).toBe('SUCCESS');
    expect(await town.service.deliver(userDeleted, { userId: '8' }, envelope)).toBe('SUCCESS');
    await town.purge();
    expect((await town.request('get', `/posts/${posts[0]}/comments`)).body.items).toMatchObject([
      { id: answered, deleted: true, author: null, content: null, replyCount: 1 },
    ]);
    expect((await town.request('get', `/comments/${answered}/replies`)).body.items).toMatchObject([
      { id: reply, replyCount: 0 },
    ]);
    expect((await town.request('get', `/posts/${posts[1]}/comments`)).body.items).toEqual([]);
    expect(await deletedEvents(posts[0]!)).toHaveLength(2);
    expect(await deletedEvents(posts[1]!)).toHaveLength(1);
    expect(await publishedEvents(town.service.database, 'user.purged')).toMatchObject([
      { subject: '8', aggregateversion: 4, data: { userId: '8', service: 'comment' } },
    ]);
  });

  test('deletes the blocks by and of the account, and keeps none that arrive late', async () => {
    const block = (blockerId: string, blockedId: string, aggregateversion: number) =>
      town.service.deliver(userBlocked, { blockerId, blockedId, at: new Date().toISOString() }, { aggregateversion });
    await block('77', '1', 1);
    await block('1', '77', 1);
    await town.service.deliver(userDeleted, { userId: '77' });
    await town.purge();
    await block('1', '77', 2);
    const rows = 'SELECT * FROM known_blocks WHERE 77 IN (blocker_id, blocked_id)';
    expect(await town.service.database.manager.query(rows)).toEqual([]);
  });

  test('no comment survives that is written while the account is deleted', async () => {
    for (let round = 0; round < 10; round++) {
      const userId = String(200 + round);
      const { version: _version, ...data } = testProfile(userId);
      await town.service.deliver(profileUpdated, data);
      const posts = [await town.post('1'), await town.post('1'), await town.post('2')];
      const writes = posts.map((postId) => comment(postId, userId));
      const purged = town.service.deliver(userDeleted, { userId }).then(() => town.purge());
      const statuses = (await Promise.all(writes)).map(({ status }) => status);
      expect(statuses.every((status) => status === 201 || status === 401)).toBe(true);
      await purged;
      for (const postId of posts) expect(await rowsOf(postId)).toEqual([]);
    }
  });

  test('the account cannot comment with a token that is still valid', async () => {
    const postId = await town.post('1');
    await town.service.deliver(userDeleted, { userId: '9' });
    expect((await comment(postId, '9')).status).toBe(401);
    await town.purge();
  });

  test('hides the comments of the account before they are purged', async () => {
    const { version: _version, ...data } = testProfile('10');
    await town.service.deliver(profileUpdated, data);
    const postId = await town.post('1');
    await town.comment(postId, '10');
    await town.service.deliver(userDeleted, { userId: '10' });
    expect((await town.request('get', `/posts/${postId}/comments`)).body.items).toEqual([]);
    await town.purge();
  });
});

test('the database refuses a reply without its parent, and a mention without its comment', async () => {
  const { manager } = town.service.database;
  const reply = manager.query(
    `INSERT INTO comments (post_id, user_id, parent_comment_id, content, reply_count, version, created_at, updated_at)
     VALUES (1, 2, 999999, '', 0, 1, NOW(3), NOW(3))`,
  );
  await expect(reply).rejects.toThrow('comments_parent');
  const mention = manager.query('INSERT INTO mentions (comment_id, mentioned_id) VALUES (999999, 2)');
  await expect(mention).rejects.toThrow('mentions_comment');
});
