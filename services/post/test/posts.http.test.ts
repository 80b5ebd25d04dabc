import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_POST_LENGTH, PostSnapshot, PostView } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { PostTown, png } from './post-town.js';

const ANA = '1';
const BOB = '2';
const NOBODY = '99';

let town: PostTown;

beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson(ANA, 'ana');
  town.addPerson(BOB, 'bob');
  town.addPerson('3', 'banned_eve', 'banned');
  // Their names are known once they were seen.
  await town.write(BOB, 'hello');
});

afterAll(() => town.stop());

const events = (topic: string) => publishedEvents(town.service.database, topic);

describe('POST /posts', () => {
  test('returns the post and publishes it', async () => {
    const { status, body } = await town.post('/api/v1/posts', { content: '  Hi @Bob, more #Tea!  ' }, ANA);
    expect(status).toBe(201);
    expect(PostView.parse(body)).toEqual({
      id: expect.stringMatching(/^\d+$/),
      author: { userId: ANA, username: 'ana', fullName: 'ana Example', profilePicture: null },
      content: 'Hi @Bob, more #Tea!',
      media: null,
      isPrivate: false,
      hashtags: ['Tea'],
      mentions: [{ userId: BOB, username: 'bob', typed: 'bob' }],
      createdAt: body.createdAt,
      updatedAt: body.createdAt,
    });
    const event = (await events('post.created')).at(-1)!;
    expect(event).toMatchObject({ subject: body.id, aggregateversion: 1 });
    const { id, author, ...rest } = body;
    const mentions = [{ userId: BOB, username: 'bob' }];
    expect(PostSnapshot.parse(event.data)).toEqual({ postId: id, authorId: author.userId, ...rest, mentions });
    expect((await town.get(`/api/v1/posts/${id}`)).body).toEqual(body);
  });

  test('the longest allowed text is accepted, in any script', async () => {
    const content = `${'x'.repeat(MAX_POST_LENGTH - 6)} 👋 日本`;
    expect((await town.write(ANA, content)).content).toBe(content);
  });

  test('a text is stored in NFC, with its joiners, and with open changes of direction closed', async () => {
    expect((await town.write(ANA, 'cafe\u0301 👨\u200d👩\u200d👧 \u202eabc')).content).toBe(
      'café 👨\u200d👩\u200d👧 \u202eabc\u202c',
    );
  });

  test.each([
    ['no content', {}, 'content'],
    ['empty content', { content: ' \n\t ' }, 'content'],
    ['content of a wrong type', { content: 7 }, 'content'],
    ['content that is too long', { content: 'x'.repeat(MAX_POST_LENGTH + 1) }, 'content'],
    ['content that shows nothing', { content: '\u200b\u3164' }, 'content'],
    ['content with NUL in it', { content: 'a\0b' }, 'content'],
    ['privacy of a wrong type', { content: 'x', isPrivate: 'yes' }, 'isPrivate'],
    ['an unknown field', { content: 'x', userId: '7' }, 'userId'],
    ['media that is no id', { content: 'x', mediaId: 'abc' }, 'mediaId'],
    ['media that is not there', { content: 'x', mediaId: '12345' }, 'mediaId'],
  ])('%s is not valid', async (_case, body, field) => {
    const before = await town.count('posts');
    const answer = await town.post('/api/v1/posts', body, ANA);
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field }] });
    expect(await town.count('posts')).toBe(before);
  });

  test('a body that is not JSON, or of another content type, is refused', async () => {
    const malformed = await town.post('/api/v1/posts', '{"content":' as never, ANA, {
      'content-type': 'application/json',
    });
    expect(malformed.body).toMatchObject({ status: 400, code: 'malformed_json' });
    const plain = await town.post('/api/v1/posts', 'hello' as never, ANA, { 'content-type': 'text/plain' });
    expect(plain.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('a client that is signed out, banned, or without a profile yet cannot write', async () => {
    expect((await town.post('/api/v1/posts', { content: 'x' })).body).toMatchObject({ status: 401 });
    expect((await town.post('/api/v1/posts', { content: 'x' }, '3')).body).toMatchObject({ status: 403 });
    const early = await town.post('/api/v1/posts', { content: 'x' }, NOBODY);
    expect(early.body).toMatchObject({ status: 503, code: 'unavailable' });
    expect(early.headers['retry-after']).toBe('1');
  });

  test('a repeated idempotency key makes one post, and is refused with another body', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await town.post('/api/v1/posts', { content: 'only once' }, ANA, key);
    const again = await town.post('/api/v1/posts', { content: 'only once' }, ANA, key);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(await town.count('posts', "content = 'only once'")).toBe(1);
    const other = await town.post('/api/v1/posts', { content: 'another' }, ANA, key);
    expect(other.body).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
  });

  test('names of unknown, banned or blocked accounts are no mentions', async () => {
    town.addPerson('4', 'blocker');
    await town.write('4', 'here I am');
    await town.get('/api/v1/users/3/posts', '3');
    await town.query('INSERT INTO known_blocks (blocker_id, blocked_id, active, version) VALUES (4, 1, 1, 1)');
    const post = await town.write(ANA, '@nobody_at_all @banned_eve @blocker @bob');
    expect(post.mentions).toEqual([{ userId: BOB, username: 'bob', typed: 'bob' }]);
  });

  test('a post shows its hashtags as they were typed, and is in the list of any spelling', async () => {
    const mixed = await town.write(ANA, '#İstanbul #Straße #strasse #️⃣');
    const capitals = await town.write(ANA, '#ISTANBUL #STRASSE');
    expect([mixed.hashtags, capitals.hashtags]).toEqual([
      ['İstanbul', 'Straße'],
      ['ISTANBUL', 'STRASSE'],
    ]);
    for (const tag of ['İstanbul', 'istanbul', 'ISTANBUL', 'STRAẞE', 'strasse']) {
      const { body } = await town.get(`/api/v1/hashtags/${encodeURIComponent(tag)}/posts`);
      expect([tag, body.items.map(({ id }: { id: string }) => id)]).toEqual([tag, [capitals.id, mixed.id]]);
    }
  });

  test('hashtags that differ in an accent are different', async () => {
    expect((await town.write(ANA, '#café #cafe')).hashtags).toEqual(['café', 'cafe']);
  });
});

describe('GET /posts/{postId}', () => {
  test.each(['/api/v1/posts/999999', '/api/v1/posts/9223372036854775807'])('%s is not found', async (path) => {
    expect((await town.get(path, ANA)).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  test.each(['abc', '0', '1.5', '-1', '99999999999999999999'])('%s is refused as an id', async (id) => {
    const { body } = await town.get(`/api/v1/posts/${id}`, ANA);
    expect(body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'postId' }] });
  });
});

describe('PATCH /posts/{postId}', () => {
  test('changes the given fields, and publishes the next version', async () => {
    const post = await town.write(ANA, 'first #one @bob');
    const { status, body } = await town.patch(`/api/v1/posts/${post.id}`, { content: 'second #two' }, ANA);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...post,
      content: 'second #two',
      hashtags: ['two'],
      mentions: [],
      updatedAt: body.updatedAt,
    });
    expect(Date.parse(body.updatedAt)).toBeGreaterThanOrEqual(Date.parse(post.updatedAt));
    expect((await town.get(`/api/v1/posts/${post.id}`)).body).toEqual(body);
    expect((await events('post.updated')).at(-1)).toMatchObject({
      subject: post.id,
      aggregateversion: 2,
      data: { postId: post.id, content: 'second #two', hashtags: ['two'] },
    });
    expect((await town.get('/api/v1/hashtags/one/posts')).body.items).toEqual([]);
    expect((await town.get('/api/v1/hashtags/two/posts')).body.items).toHaveLength(1);
  });

  test('that changes nothing makes no version and no event, and does not mark the post as edited', async () => {
    const { body: media } = await town.upload(ANA, await png());
    const post = await town.write(ANA, 'as it is #now @bob', { mediaId: media.id });
    const same = { content: ' as it is #now @bob ', isPrivate: false, mediaId: media.id };
    for (const change of [same, { content: same.content }, { isPrivate: false }, { mediaId: media.id }]) {
      const { status, body } = await town.patch(`/api/v1/posts/${post.id}`, change, ANA);
      expect([status, body]).toEqual([200, post]);
    }
    expect((await events('post.updated')).filter((event) => event.subject === post.id)).toEqual([]);
    expect(await town.query('SELECT version FROM posts WHERE id = ?', [post.id])).toEqual([{ version: '1' }]);
    await town.patch(`/api/v1/posts/${post.id}`, { ...same, isPrivate: true }, ANA);
    expect((await events('post.updated')).at(-1)).toMatchObject({ subject: post.id, aggregateversion: 2 });
  });

  test('privacy alone leaves the text and its tags', async () => {
    const post = await town.write(ANA, 'now #secret @bob');
    const { body } = await town.patch(`/api/v1/posts/${post.id}`, { isPrivate: true }, ANA);
    expect(body).toEqual({ ...post, isPrivate: true, updatedAt: body.updatedAt });
    expect((await town.get(`/api/v1/posts/${post.id}`)).status).toBe(404);
  });

  test.each([
    ['nothing', {}, 'body'],
    ['empty content', { content: ' ' }, 'content'],
    ['content that is too long', { content: 'x'.repeat(MAX_POST_LENGTH + 1) }, 'content'],
    ['an unknown field', { content: 'x', createdAt: '2020-01-01T00:00:00Z' }, 'createdAt'],
    ['privacy of a wrong type', { isPrivate: null }, 'isPrivate'],
    ['media that is not there', { mediaId: '12345' }, 'mediaId'],
  ])('%s is not valid', async (_case, change, field) => {
    const post = await town.write(ANA, 'as it was');
    const { body } = await town.patch(`/api/v1/posts/${post.id}`, change, ANA);
    expect(body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field }] });
    expect((await town.get(`/api/v1/posts/${post.id}`)).body).toEqual(post);
  });

  test('is for the author alone: others get 403 if they see the post, and 404 if they do not', async () => {
    const open = await town.write(ANA, 'open');
    const hidden = await town.write(ANA, 'hidden', { isPrivate: true });
    const change = { content: 'mine now' };
    expect((await town.patch(`/api/v1/posts/${open.id}`, change, BOB)).body).toMatchObject({ status: 403 });
    expect((await town.patch(`/api/v1/posts/${hidden.id}`, change, BOB)).body).toMatchObject({ status: 404 });
    expect((await town.patch(`/api/v1/posts/${open.id}`, change)).body).toMatchObject({ status: 401 });
    expect((await town.patch('/api/v1/posts/999999', change, ANA)).body).toMatchObject({ status: 404 });
    expect((await town.get(`/api/v1/posts/${open.id}`)).body).toEqual(open);
  });

  test('applies all changes that come at the same time', async () => {
    const post = await town.write(ANA, 'start');
    const changes = Array.from({ length: 8 }, (_, index) => ({ content: `change ${index} #c${index}` }));
    const answers = await Promise.all(changes.map((change) => town.patch(`/api/v1/posts/${post.id}`, change, ANA)));
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
    const versions = (await events('post.updated')).filter((event) => event.subject === post.id);
    expect(versions.map((event) => event.aggregateversion).sort()).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await town.count('post_hashtags', `post_id = ${post.id}`)).toBe(1);
  });
});

describe('DELETE /posts/{postId}', () => {
  test('deletes all rows of the post, and publishes the next version', async () => {
    const { body: media } = await town.upload(ANA, await png());
    const post = await town.write(ANA, 'away #gone @bob', { mediaId: media.id });
    await town.patch(`/api/v1/posts/${post.id}`, { content: 'still #gone @bob' }, ANA);
    const { status, text } = await town.delete(`/api/v1/posts/${post.id}`, ANA);
    expect([status, text]).toEqual([204, '']);
    expect((await town.get(`/api/v1/posts/${post.id}`, ANA)).status).toBe(404);
    expect((await events('post.deleted')).at(-1)).toMatchObject({
      subject: post.id,
      aggregateversion: 3,
      data: { postId: post.id, authorId: ANA },
    });
    for (const table of ['post_hashtags', 'mentions', 'media']) {
      expect(await town.count(table, `post_id = ${post.id}`)).toBe(0);
    }
    expect(await town.count('media_removals', 'due_at <= UTC_TIMESTAMP(3)')).toBe(1);
    expect((await town.delete(`/api/v1/posts/${post.id}`, ANA)).status).toBe(404);
  });

  test('is for the author alone: others get 403 if they see the post, and 404 if they do not', async () => {
    const open = await town.write(ANA, 'open');
    const hidden = await town.write(ANA, 'hidden', { isPrivate: true });
    expect((await town.delete(`/api/v1/posts/${open.id}`, BOB)).body).toMatchObject({ status: 403 });
    expect((await town.delete(`/api/v1/posts/${hidden.id}`, BOB)).body).toMatchObject({ status: 404 });
    expect((await town.delete(`/api/v1/posts/${open.id}`)).body).toMatchObject({ status: 401 });
    expect((await town.delete('/api/v1/posts/abc', ANA)).body).toMatchObject({ status: 400 });
    expect((await town.get(`/api/v1/posts/${open.id}`)).status).toBe(200);
  });

  test('deletes once when two requests come at the same time', async () => {
    const post = await town.write(ANA, 'race');
    const answers = await Promise.all([1, 2, 3].map(() => town.delete(`/api/v1/posts/${post.id}`, ANA)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    expect((await events('post.deleted')).filter((event) => event.subject === post.id)).toHaveLength(1);
  });
});

describe('GET /internal/posts', () => {
  const ask = (query: string, appId: string) =>
    fetch(`${town.service.url}/internal/posts${query}`, { headers: town.service.fromService(appId) });

  test('returns every post that exists to another service, private or not', async () => {
    const open = await town.write(ANA, 'open #tag');
    const hidden = await town.write(BOB, 'hidden', { isPrivate: true });
    await town.patch(`/api/v1/posts/${hidden.id}`, { content: 'still hidden' }, BOB);
    const answer = await ask(`?ids=${open.id},${hidden.id},999999`, 'comment');
    expect(answer.status).toBe(200);
    const { items } = (await answer.json()) as { items: { postId: string }[] };
    expect(items).toHaveLength(2);
    expect(items.find((item) => item.postId === open.id)).toMatchObject({
      authorId: ANA,
      hashtags: ['tag'],
      version: 1,
    });
    expect(items.find((item) => item.postId === hidden.id)).toMatchObject({ isPrivate: true, version: 2 });
  });

  test('refuses other callers', async () => {
    expect((await ask('?ids=1', 'gateway')).status).toBe(403);
    expect((await town.get('/internal/posts?ids=1', ANA)).status).toBe(403);
  });

  test.each(['', '?ids=', '?ids=a', '?ids=1,,2', `?ids=${Array(501).fill('1').join(',')}`])(
    '%s is not valid',
    async (query) => {
      expect((await ask(query, 'comment')).status).toBe(400);
    },
  );
});
