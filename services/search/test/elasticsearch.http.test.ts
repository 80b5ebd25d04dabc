import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { postCreated, userDeleted } from '@townsquare/contracts';
import { TestService } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { createSearchService, searchService } from '../src/app.js';
import { createIndices } from '../src/indices/create-indices.js';
import { SearchEngine } from '../src/indices/search-engine.js';
import { AT, SearchTown } from './search-town.js';

describe('Elasticsearch', () => {
  let town: SearchTown;
  beforeAll(async () => {
    town = await SearchTown.open();
  });
  afterAll(() => town.close());

  test('several instances that start at once create each index once', async () => {
    const { engine, logger } = town.context;
    const names = Object.keys(await engine.client.indices.getAlias({ name: engine.alias('posts') }));
    await Promise.all([1, 2, 3].map(() => createIndices(engine, logger)));
    expect(Object.keys(await engine.client.indices.getAlias({ name: engine.alias('posts') }))).toEqual(names);
    await engine.client.indices.delete({ index: names });
    await Promise.all([1, 2, 3].map(() => createIndices(engine, logger)));
    expect(Object.keys(await engine.client.indices.getAlias({ name: engine.alias('posts') }))).toHaveLength(1);
  });

  test('a write does not create a missing index, and the event is delivered again', async () => {
    const { engine, logger } = town.context;
    await engine.client.indices.delete({ index: `${engine.alias('posts')}-v2-0` });
    const post = town.snapshot('1', 'Lost and found');
    const event = { id: 'lost-and-found' };
    expect(await town.service.deliver(postCreated, post, event)).toBe('RETRY');
    await createIndices(engine, logger);
    expect(await town.service.deliver(postCreated, post, event)).toBe('SUCCESS');
    await town.person('1');
    await town.indexed();
    expect(await town.find('posts', 'found')).toEqual([post.postId]);
  });
});

describe('without Elasticsearch', () => {
  // Nothing listens on the port of the discard service.
  const engine = SearchEngine.connect('http://127.0.0.1:9');
  let service: TestService;

  beforeAll(async () => {
    const none = async () => [];
    const owners = { profiles: none, posts: none, postsBy: none, follows: async () => new Set<string>() };
    const nothing = async () => ({ items: [], next: null });
    const exports = { profiles: nothing, posts: nothing, graph: nothing };
    service = await TestService.start(searchService, (parts) =>
      createSearchService(parts, { engine, owners, exports }),
    );
  });
  afterAll(async () => {
    await service.stop();
    await engine.client.close();
  });

  test.each(['/search?q=tea', '/search?q=tea&type=people', '/search?q=tea&type=hashtags', '/search/suggest?q=tea'])(
    '%s responds with 503',
    async (path) => {
      const answer = await supertest(service.url)
        .get(`/api/v1${path}`)
        .set(await service.as('1'));
      expect(answer.status).toBe(503);
      expect(answer.body.code).toBe('unavailable');
      expect(answer.headers['retry-after']).toBe('1');
    },
  );

  test('events are delivered again', async () => {
    const post = {
      postId: '1',
      authorId: '1',
      content: 'x',
      media: null,
      isPrivate: false,
      hashtags: [],
      mentions: [],
    };
    expect(await service.deliver(postCreated, { ...post, createdAt: AT, updatedAt: AT })).toBe('RETRY');
    expect(await service.deliver(userDeleted, { userId: '1' })).toBe('RETRY');
  });
});
