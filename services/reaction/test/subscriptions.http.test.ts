import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  commentCreated,
  commentDeleted,
  postCreated,
  postDeleted,
  postUpdated,
  userBlocked,
  userDeleted,
} from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { testPost, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { comment, Town } from './town.js';

let town: Town;

beforeAll(async () => {
  town = await Town.open();
});

afterAll(() => town.close());

const query = (sql: string, values: unknown[] = []) => town.service.database.manager.query(sql, values);

function gone(commentId: string, postId: string, authorId: string) {
  const { content: _content, parentAuthorId: _parent, ...data } = comment(commentId, postId, authorId);
  return data;
}

test('each topic is subscribed to once', async () => {
  const answer = await supertest(town.service.url)
    .get('/dapr/subscribe')
    .set(await town.service.as());
  expect(answer.body.map(({ topic }: { topic: string }) => topic).sort()).toEqual([
    'comment.created',
    'comment.deleted',
    'deadletters.reaction',
    'post.created',
    'post.deleted',
    'post.updated',
    'profile.updated',
    'user.blocked',
    'user.deleted',
    'user.unblocked',
  ]);
});

test('a post, comment or account without an event is asked of its service once', async () => {
  town.owners.addPost(testPost('50', '51'));
  town.owners.addProfile(testProfile('51'));
  town.owners.addProfile(testProfile('52'));
  town.owners.addComment({ commentId: '60', postId: '50', authorId: '52', version: 1 });
  expect((await town.react('comments/60', '3', 'like')).status).toBe(200);
  const { asked } = town.owners;
  expect((await town.react('comments/60', '4', 'like')).status).toBe(200);
  expect((await town.react('posts/50', '4', 'like')).status).toBe(200);
  expect(town.owners.asked).toBe(asked);
});

describe('post.updated', () => {
  test('hides the reactions under a post that becomes private, unless the event is stale', async () => {
    const postId = await town.post('1');
    const commentId = await town.comment(postId, '2');
    const { version: _version, ...data } = testPost(postId, '1', { isPrivate: true });
    await town.service.deliver(postUpdated, data, { aggregateversion: 3 });
    await town.service.deliver(postUpdated, { ...data, isPrivate: false }, { aggregateversion: 2 });
    for (const path of [`/posts/${postId}/reactions`, `/comments/${commentId}/reactions`]) {
      expect((await town.request('get', path, '3')).status).toBe(404);
    }
  });
});

describe('post.deleted and comment.deleted', () => {
  test('delete all reactions in batches, and refuse new ones', async () => {
    const postId = await town.post('1');
    const commentId = await town.comment(postId, '2');
    for (const target of [`posts/${postId}`, `comments/${commentId}`]) await town.react(target, '3', 'like');
    await query(
      `INSERT INTO reactions (post_id, user_id, reaction_type, created_at)
       SELECT ?, 10000 + ordinal_position + 1000 * CRC32(CONCAT(table_schema, table_name)), 'like', UTC_TIMESTAMP(3)
       FROM information_schema.columns LIMIT 250`,
      [postId],
    );
    const events = (await town.changes(`post:${postId}`)).length;
    const envelope = { id: `gone-${postId}`, aggregateversion: 2 };
    for (let time = 0; time < 2; time++) {
      const delivered = town.service.deliver(postDeleted, { postId, authorId: '1' }, envelope);
      expect(await delivered).toBe('SUCCESS');
    }
    expect(await town.service.deliver(commentDeleted, gone(commentId, postId, '2'), { aggregateversion: 2 })).toBe(
      'SUCCESS',
    );
    await town.purge();
    expect(await query('SELECT id FROM reactions WHERE post_id = ? OR comment_id = ?', [postId, commentId])).toEqual(
      [],
    );
    expect((await town.react(`posts/${postId}`, '3', 'like')).status).toBe(404);
    expect((await town.react(`comments/${commentId}`, '3', 'like')).status).toBe(404);
    expect((await town.request('get', `/posts/${postId}/reactions`, '1')).status).toBe(404);
    expect(await town.changes(`post:${postId}`)).toHaveLength(events);
  });

  test('before the event of the creation: the target stays deleted', async () => {
    await town.service.deliver(postDeleted, { postId: '90', authorId: '1' }, { aggregateversion: 2 });
    const { version: _version, ...data } = testPost('90', '1');
    await town.service.deliver(postCreated, data);
    expect((await town.react('posts/90', '3', 'like')).status).toBe(404);
    const postId = await town.post('1');
    await town.service.deliver(commentDeleted, gone('91', postId, '2'), { aggregateversion: 2 });
    await town.service.deliver(commentCreated, comment('91', postId, '2'));
    expect((await town.react('comments/91', '3', 'like')).status).toBe(404);
    await town.purge();
  });

  test.each(['post', 'comment'] as const)('no reaction survives that is made while its %s is deleted', async (kind) => {
    for (let round = 0; round < 10; round++) {
      const postId = await town.post('1');
      const id = kind === 'post' ? postId : await town.comment(postId, '2');
      const reactions = ['1', '2', '3', '4', '5'].map((userId) => town.react(`${kind}s/${id}`, userId, 'like'));
      const removed =
        kind === 'post'
          ? town.service.deliver(postDeleted, { postId, authorId: '1' }, { aggregateversion: 2 })
          : town.service.deliver(commentDeleted, gone(id, postId, '2'), { aggregateversion: 2 });
      const purged = removed.then(() => town.purge());
      const statuses = (await Promise.all(reactions)).map(({ status }) => status);
      expect(statuses.every((status) => status === 200 || status === 404)).toBe(true);
      await purged;
      expect(await query(`SELECT id FROM reactions WHERE ${kind}_id = ?`, [id])).toEqual([]);
    }
  });
});

describe('user.deleted', () => {
  test('withdraws all reactions of the account, each with its event, then publishes that it is done', async () => {
    await town.person('8');
    const posts = [await town.post('1'), await town.post('2')];
    const commentId = await town.comment(posts[0]!, '2');
    const targets = [...posts.map((id) => `posts/${id}`), `comments/${commentId}`];
    for (const target of targets) {
      await town.react(target, '8', 'love');
      await town.react(target, '3', 'like');
    }
    const envelope = { id: 'gone-8', aggregateversion: 4 };
    for (let time = 0; time < 2; time++) {
      expect(await town.service.deliver(userDeleted, { userId: '8' }, envelope)).toBe('SUCCESS');
    }
    const [first] = targets;
    expect((await town.request('get', `/${first}/reactions/people`)).body.items).toHaveLength(1);
    await town.purge();
    for (const target of targets) {
      const { body } = await town.request('get', `/${target}/reactions`);
      expect(body).toMatchObject({ totals: { like: 1, love: 0 }, total: 1 });
    }
    for (const subject of [...posts.map((id) => `post:${id}`), `comment:${commentId}`]) {
      const last = (await town.changes(subject)).at(-1);
      expect(last).toMatchObject({ aggregateversion: 3, data: { userId: '8', reaction: null, previous: 'love' } });
    }
    expect(await publishedEvents(town.service.database, 'user.purged')).toMatchObject([
      { subject: '8', aggregateversion: 4, data: { userId: '8', service: 'reaction' } },
    ]);
    expect((await town.react(first!, '8', 'like')).status).toBe(401);
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

  test('publishes no events about reactions to a deleted post', async () => {
    await town.person('9');
    const postId = await town.post('1');
    await town.react(`posts/${postId}`, '9', 'love');
    await town.service.deliver(userDeleted, { userId: '9' });
    await town.service.deliver(postDeleted, { postId, authorId: '1' }, { aggregateversion: 2 });
    await town.purge();
    expect(await town.changes(`post:${postId}`)).toHaveLength(1);
    expect(await query('SELECT id FROM reactions WHERE post_id = ?', [postId])).toEqual([]);
  });
});
