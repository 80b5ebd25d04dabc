import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NO_REACTIONS as NONE, perReaction, REACTION_TYPES, userBlocked, userUnblocked } from '@townsquare/contracts';
import supertest from 'supertest';
import { Town } from './town.js';

let town: Town;
let graphVersion = 0;

beforeAll(async () => {
  town = await Town.open();
});

afterAll(() => town.close());

/** A new target of either kind under a new post of 1; the comment is by 2. */
async function newTarget(kind: 'post' | 'comment', change = {}) {
  const postId = await town.post('1', change);
  const id = kind === 'post' ? postId : await town.comment(postId, '2');
  return { id, postId, path: `${kind}s/${id}`, subject: `${kind}:${id}`, authorId: kind === 'post' ? '1' : '2' };
}

describe.each(['post', 'comment'] as const)('reactions to a %s', (kind) => {
  test('are set, changed and withdrawn, each with its event', async () => {
    const target = await newTarget(kind);
    const get = (userId?: string) => town.request('get', `/${target.path}/reactions`, userId);
    expect((await get()).body).toEqual({ totals: NONE, total: 0, mine: null });
    const set = await town.react(target.path, '3', 'like');
    expect(set.status).toBe(200);
    expect(set.body).toEqual({ totals: { ...NONE, like: 1 }, total: 1, mine: 'like' });
    await town.react(target.path, '4', 'like');
    const changed = await town.react(target.path, '3', 'sad');
    expect(changed.body).toEqual({ totals: { ...NONE, like: 1, sad: 1 }, total: 2, mine: 'sad' });
    expect((await get('3')).body).toEqual(changed.body);
    expect((await get('4')).body).toMatchObject({ mine: 'like' });
    expect((await get()).body).toMatchObject({ total: 2, mine: null });
    expect((await town.request('delete', `/${target.path}/reactions`, '3')).status).toBe(204);
    expect((await get('3')).body).toEqual({ totals: { ...NONE, like: 1 }, total: 1, mine: null });
    const event = { target: { type: kind, id: target.id }, postId: target.postId, targetAuthorId: target.authorId };
    expect(await town.changes(target.subject)).toMatchObject([
      { aggregateversion: 1, data: { ...event, userId: '3', reaction: 'like', previous: null, totals: { like: 1 } } },
      { aggregateversion: 2, data: { userId: '4', reaction: 'like', previous: null, totals: { like: 2 } } },
      { aggregateversion: 3, data: { userId: '3', reaction: 'sad', previous: 'like', totals: { like: 1, sad: 1 } } },
      { aggregateversion: 4, data: { userId: '3', reaction: null, previous: 'sad', totals: { like: 1, sad: 0 } } },
    ]);
  });

  test('are read for a whole page at once, without targets that the reader may not see', async () => {
    const [bare, reacted, secret] = [
      await newTarget(kind),
      await newTarget(kind),
      await newTarget(kind, { isPrivate: true }),
    ];
    await town.react(reacted.path, '3', 'love');
    await town.react(reacted.path, '4', 'sad');
    const ids = [secret.id, reacted.id, '424242', bare.id, reacted.id];
    const list = async (reader?: string) =>
      (await town.request('get', `/reactions/${kind}s?ids=${ids}`, reader)).body.items;
    const ofReacted = { targetId: reacted.id, totals: { ...NONE, love: 1, sad: 1 }, total: 2 };
    const ofBare = { targetId: bare.id, totals: NONE, total: 0, mine: null };
    expect(await list('3')).toEqual([{ ...ofReacted, mine: 'love' }, ofBare]);
    expect(await list()).toEqual([{ ...ofReacted, mine: null }, ofBare]);
    expect(await list('1')).toHaveLength(3);
  });

  test('the same reaction again changes nothing and publishes no event', async () => {
    const target = await newTarget(kind);
    const first = await town.react(target.path, '3', 'love');
    const again = await town.react(target.path, '3', 'love');
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    for (let time = 0; time < 2; time++) {
      expect((await town.request('delete', `/${target.path}/reactions`, '3')).status).toBe(204);
    }
    expect(await town.changes(target.subject)).toHaveLength(2);
  });

  test('of many accounts at once are counted exactly', async () => {
    const target = await newTarget(kind);
    const types = REACTION_TYPES;
    const people = Array.from({ length: 4 * types.length }, (_, index) => String(1000 + index));
    const answers = await Promise.all(
      people.map((userId, index) => town.react(target.path, userId, types[index % types.length]!)),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const { body } = await town.request('get', `/${target.path}/reactions`);
    expect(body).toMatchObject({ totals: perReaction(() => 4), total: people.length });
    const versions = (await town.changes(target.subject)).map(({ aggregateversion }) => aggregateversion);
    expect(versions.sort((a, b) => a - b)).toEqual(people.map((_, index) => index + 1));
  });

  test('of one account that reacts many times at once are one reaction', async () => {
    const target = await newTarget(kind);
    await Promise.all(
      ['like', 'love', 'haha', 'sad', 'like', 'angry'].map((type) => town.react(target.path, '3', type)),
    );
    const { body } = await town.request('get', `/${target.path}/reactions`, '3');
    expect(body.total).toBe(1);
    expect(body.totals[body.mine]).toBe(1);
    const last = (await town.changes(target.subject)).at(-1);
    expect(last).toMatchObject({ data: { totals: body.totals, reaction: body.mine } });
  });

  test('are refused without a token or with a bad body, and nothing is written', async () => {
    const target = await newTarget(kind);
    expect((await town.react(target.path, undefined, 'like')).status).toBe(401);
    expect((await town.request('delete', `/${target.path}/reactions`)).status).toBe(401);
    const wrong = await town.react(target.path, '3', 'dislike');
    expect(wrong.type).toBe('application/problem+json');
    expect(wrong.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'type' }] });
    const put = (body: object) => town.request('put', `/${target.path}/reactions`, '3', body);
    expect((await put({})).body).toMatchObject({ status: 400, errors: [{ field: 'type' }] });
    expect((await put({ type: 'like', userId: '4' })).body).toMatchObject({
      status: 400,
      errors: [{ field: 'userId' }],
    });
    expect((await town.react(`${kind}s/x`, '3', 'like')).body.errors[0].field).toBe(`${kind}Id`);
    expect(await town.changes(target.subject)).toEqual([]);
  });

  test('return 404 when the target is missing', async () => {
    const missing = `${kind}s/999999`;
    expect((await town.react(missing, '3', 'like')).status).toBe(404);
    expect((await town.request('delete', `/${missing}/reactions`, '3')).status).toBe(404);
    expect((await town.request('get', `/${missing}/reactions`)).status).toBe(404);
    expect((await town.request('get', `/${missing}/reactions/people`)).status).toBe(404);
  });

  test('of a private post are visible to its author and followers; a former follower may withdraw a reaction', async () => {
    const target = await newTarget(kind, { isPrivate: true });
    for (const path of [`/${target.path}/reactions`, `/${target.path}/reactions/people`]) {
      expect((await town.request('get', path)).status).toBe(404);
      expect((await town.request('get', path, '3')).status).toBe(404);
      expect((await town.request('get', path, '1')).status).toBe(200);
    }
    expect((await town.react(target.path, '3', 'like')).status).toBe(404);
    town.owners.follow('3', '1');
    expect((await town.react(target.path, '3', 'like')).status).toBe(200);
    town.owners.unfollow('3', '1');
    expect((await town.request('delete', `/${target.path}/reactions`, '3')).status).toBe(204);
    expect((await town.request('delete', `/${target.path}/reactions`, '3')).status).toBe(404);
  });

  test('are hidden between two accounts of which one has blocked the other', async () => {
    const target = await newTarget(kind);
    const block = { blockerId: target.authorId, blockedId: '5', at: new Date().toISOString() };
    await town.service.deliver(userBlocked, block, { aggregateversion: ++graphVersion });
    expect((await town.react(target.path, '5', 'like')).status).toBe(404);
    expect((await town.request('get', `/${target.path}/reactions`, '5')).status).toBe(404);
    await town.service.deliver(userUnblocked, block, { aggregateversion: ++graphVersion });
    expect((await town.react(target.path, '5', 'like')).status).toBe(200);
    await town.service.deliver(userBlocked, { ...block, blockerId: '4' }, { aggregateversion: ++graphVersion });
    const people = (userId?: string) => town.request('get', `/${target.path}/reactions/people`, userId);
    expect((await people('4')).body.items).toEqual([]);
    expect((await people('3')).body.items).toHaveLength(1);
    await town.service.deliver(userUnblocked, { ...block, blockerId: '4' }, { aggregateversion: ++graphVersion });
  });

  test('of a private account are visible to readers who may see the target', async () => {
    const [elsewhere, ownPost] = [await newTarget(kind), await town.post('60')];
    await town.person('60');
    await town.react(elsewhere.path, '60', 'like');
    await town.person('60', { isPrivate: true }, 2);
    const people = await town.request('get', `/${elsewhere.path}/reactions/people`, '3');
    expect(people.body.items).toMatchObject([{ person: { userId: '60' } }]);
    const own = kind === 'post' ? `posts/${ownPost}` : `comments/${await town.comment(ownPost, '60')}`;
    for (const path of [`/${own}/reactions`, `/${own}/reactions/people`]) {
      expect((await town.request('get', path)).status).toBe(404);
      expect((await town.request('get', path, '3')).status).toBe(404);
      expect((await town.request('get', path, '60')).status).toBe(200);
    }
  });

  test('list the accounts that reacted, the latest first, page by page, of all kinds or of one', async () => {
    const target = await newTarget(kind);
    for (const [userId, type] of [
      ['1', 'like'],
      ['2', 'sad'],
      ['3', 'like'],
      ['4', 'like'],
      ['5', 'sad'],
    ] as const) {
      await town.react(target.path, userId, type);
    }
    await town.service.database.manager.query(`UPDATE reactions SET created_at = '2026-01-02' WHERE ${kind}_id = ?`, [
      target.id,
    ]);
    const first = await town.request('get', `/${target.path}/reactions/people?limit=1`);
    expect(first.body.items).toEqual([
      {
        person: { userId: '5', username: 'user5', fullName: 'User 5', profilePicture: null },
        type: 'sad',
        reactedAt: '2026-01-02T00:00:00.000Z',
      },
    ]);
    expect(await readAll(`/${target.path}/reactions/people?limit=2`)).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect(await readAll(`/${target.path}/reactions/people?limit=2&type=like`)).toEqual([['4', '3'], ['1']]);
    const cursor = first.body.nextCursor;
    for (const query of ['type=dislike', 'limit=0', `type=like&cursor=${cursor}`, 'cursor=x', 'offset=1']) {
      expect((await town.request('get', `/${target.path}/reactions/people?${query}`)).status).toBe(400);
    }
  });
});

async function readAll(path: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor = '';
  do {
    const { body } = await town.request('get', `${path}${cursor && `&cursor=${cursor}`}`);
    pages.push(body.items.map(({ person }: { person: { userId: string } }) => person.userId));
    cursor = body.nextCursor ?? '';
  } while (cursor);
  return pages;
}

test('a banned account cannot react and is not listed', async () => {
  const postId = await town.post('1');
  await town.person('6');
  await town.react(`posts/${postId}`, '6', 'like');
  await town.person('6', { status: 'banned' }, 2);
  expect((await town.react(`posts/${postId}`, '6', 'love')).status).toBe(403);
  expect((await town.request('get', `/posts/${postId}/reactions/people`)).body.items).toEqual([]);
});

test('the OpenAPI document describes the routes with their parameters', async () => {
  const { body } = await supertest(town.service.url)
    .get('/openapi.json')
    .set(await town.service.as());
  expect(Object.keys(body.paths).sort()).toEqual([
    '/api/v1/comments/{commentId}/reactions',
    '/api/v1/comments/{commentId}/reactions/people',
    '/api/v1/posts/{postId}/reactions',
    '/api/v1/posts/{postId}/reactions/people',
    '/api/v1/reactions/comments',
    '/api/v1/reactions/posts',
  ]);
  expect(body.paths['/api/v1/posts/{postId}/reactions'].put.parameters).toMatchObject([{ name: 'postId', in: 'path' }]);
});

test.each([
  ['no target', null, null],
  ['two targets', 1, 1],
])('the database refuses a reaction with %s', async (_what, postId, commentId) => {
  const insert = town.service.database.manager.query(
    'INSERT INTO reactions (user_id, post_id, comment_id, reaction_type, created_at) VALUES (3, ?, ?, ?, NOW(3))',
    [postId, commentId, 'like'],
  );
  await expect(insert).rejects.toThrow('reactions_one_target');
});

test('each kind of reaction can be set, counted and found', async () => {
  const target = await newTarget('post');
  for (const type of REACTION_TYPES) {
    const { body: set } = await town.react(target.path, '3', type);
    expect(set).toEqual({ totals: { ...NONE, [type]: 1 }, total: 1, mine: type });
    const { body } = await town.request('get', `/${target.path}/reactions/people?type=${type}`, '3');
    expect(body.items).toContainEqual(
      expect.objectContaining({ type, person: expect.objectContaining({ userId: '3' }) }),
    );
  }
});
