import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type EventDefinition,
  type PostSnapshot,
  postCreated,
  postDeleted,
  postUpdated,
  profileUpdated,
  userDeleted,
} from '@townsquare/contracts';
import { unavailable } from '@townsquare/kit';
import { testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { createIndices, isRebuildDue } from '../src/indices/create-indices.js';
import { indexBehind } from '../src/indices/next-indices.js';
import { SearchTown } from './search-town.js';

let town: SearchTown;

beforeAll(async () => {
  town = await SearchTown.open();
});
beforeEach(async () => {
  for (const table of ['rebuilds', 'indexed_posts', 'hashtag_uses', 'hashtag_counts', 'known_people']) {
    await town.service.database.manager.query(`DELETE FROM ${table}`);
  }
  town.exports.clear();
});
afterAll(() => town.close());

/** Adds a post to its owner; search receives its event if `received`. */
async function own(post: PostSnapshot, received: boolean, version = 1): Promise<PostSnapshot> {
  town.exports.owned.posts.set(post.postId, { ...post, version });
  if (received) await deliver(postCreated, post, version);
  return post;
}

async function ownPeople(...ids: string[]): Promise<void> {
  for (const userId of ids) {
    const profile = testProfile(userId);
    town.exports.owned.profiles.set(userId, profile);
    await deliver(profileUpdated, profile, profile.version);
  }
}

async function deliver<Data>(definition: EventDefinition<Data>, data: Data, aggregateversion: number): Promise<void> {
  const status = await town.service.deliver(definition, data, { aggregateversion });
  if (status !== 'SUCCESS') throw new Error(`${definition.topic} ended as ${status}`);
}

const operator = (method: 'get' | 'post') =>
  supertest(town.service.url)[method]('/internal/rebuild').set(town.service.fromService('operator'));

async function rebuild(): Promise<{ state: string; documents: Record<string, number>; fault: string | null }> {
  await operator('post').expect(202);
  await town.context.rebuilder.ended();
  await town.indexed();
  return (await operator('get').expect(200)).body;
}

/** The indices that there are, and which of them each alias names. */
async function indices(): Promise<string[]> {
  const { engine } = town.context;
  return Object.keys(await engine.client.indices.get({ index: `${engine.alias('posts')}*` }));
}

/** How many documents the live index has that are not marked as deleted. */
async function present(name: 'users' | 'posts'): Promise<number> {
  const { engine } = town.context;
  const query = { bool: { must_not: [{ term: { deleted: true } }] } };
  return (await engine.client.count({ index: engine.alias(name), query })).count;
}

describe('a rebuild', () => {
  test('rebuilds the indices from what the owners have, whatever they contained before', async () => {
    await ownPeople('11', '12');
    const kept = await own(town.snapshot('11', 'apples #fruit'), true);
    const lost = await own(town.snapshot('12', 'pears #fruit'), false);
    const changed = await own(town.snapshot('11', 'plums'), true);
    town.exports.owned.posts.set(changed.postId, {
      ...changed,
      content: 'cherries #fruit',
      hashtags: ['fruit'],
      version: 2,
    });
    await town.post('12', 'weeds #fruit #weed');
    const { engine, database } = town.context;
    await engine.client.delete({ index: engine.alias('posts'), id: kept.postId });
    await database.manager.query(`UPDATE hashtag_counts SET posts = 77 WHERE tag = 'fruit'`);
    const before = await indices();

    const { state, documents } = await rebuild();

    expect({ state, documents }).toEqual({ state: 'done', documents: { users: 2, posts: 3, hashtags: 2 } });
    expect(await town.find('posts', '#fruit')).toEqual([changed.postId, lost.postId, kept.postId]);
    expect(await town.find('posts', 'plums')).toEqual([]);
    expect(await town.find('posts', 'weeds')).toEqual([]);
    expect((await town.find('people', 'user')).sort()).toEqual(['11', '12']);
    const tags = (await town.get('/search?type=hashtags&q=fruit')).body.items;
    expect(tags).toEqual([{ kind: 'hashtag', tag: 'fruit', posts: 3 }]);
    expect(await town.find('hashtags', 'weed')).toEqual([]);
    const after = await indices();
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  });

  test('includes every change that happens meanwhile, and restores nothing that is deleted', async () => {
    await ownPeople('21', '22', '23');
    const posts = [];
    for (const word of ['granite', 'slate', 'marble', 'chalk', 'basalt']) {
      posts.push(await own(town.snapshot('21', `${word} #old`), true));
    }
    await town.indexed();
    const [edited, deleted, , , late] = posts as [PostSnapshot, PostSnapshot, unknown, unknown, PostSnapshot];
    const fresh = town.snapshot('22', 'a new leaf #new');
    const meanwhile = {
      profiles: [async () => deliver(userDeleted, { userId: '23' }, 2)],
      posts: [
        async () => {
          await deliver(postUpdated, { ...edited, content: 'polished', hashtags: ['new'] }, 2);
          await deliver(postDeleted, { postId: deleted.postId, authorId: '21' }, 2);
          await own(fresh, true);
          expect(await town.find('posts', 'basalt')).toEqual([late.postId]);
        },
        async () => deliver(postDeleted, { postId: late.postId, authorId: '21' }, 2),
      ],
    };
    // A page was read before what it tells of has changed: the event comes first, the page after it.
    town.exports.onPage = async (kind) => meanwhile[kind as keyof typeof meanwhile].shift()?.();

    expect(await rebuild()).toMatchObject({ state: 'done', fault: null });

    expect(meanwhile).toEqual({ profiles: [], posts: [] });
    expect(await town.find('posts', '#old')).toEqual([posts[3]!.postId, posts[2]!.postId]);
    expect((await town.find('posts', '#new')).sort()).toEqual([fresh.postId, edited.postId].sort());
    expect(await town.find('posts', 'granite')).toEqual([]);
    expect((await town.find('people', 'user')).sort()).toEqual(['21', '22']);
    expect(await present('users')).toBe(2);
    expect(await present('posts')).toBe(4);
  });

  test('leaves out accounts whose deletion their owner has not received yet, and late events do not restore them', async () => {
    await ownPeople('31', '32');
    await own(town.snapshot('32', 'moss'), true);
    await deliver(userDeleted, { userId: '31' }, 2);
    expect((await rebuild()).documents).toMatchObject({ users: 1, posts: 1 });
    await deliver(profileUpdated, testProfile('31', { version: 3 }), 3);
    await town.indexed();
    expect(await present('users')).toBe(1);
  });

  test('that fails leaves the live indices unchanged, and the next one succeeds', async () => {
    await ownPeople('41');
    const post = await own(town.snapshot('41', 'moss'), true);
    await town.indexed();
    const before = await indices();
    town.exports.onPage = async (kind) => {
      if (kind === 'posts') throw new Error('The disk is full.');
    };
    expect(await rebuild()).toMatchObject({ state: 'failed', fault: 'The disk is full.' });
    expect(await indices()).toEqual(before);
    expect(await town.find('posts', 'moss')).toEqual([post.postId]);
    town.exports.onPage = async () => {};
    expect(await rebuild()).toMatchObject({ state: 'done', fault: null });
    expect(await town.find('posts', 'moss')).toEqual([post.postId]);
  });

  test('waits for an owner that is unavailable for a moment', async () => {
    await ownPeople('61');
    let refusals = 1;
    town.exports.onPage = async () => {
      if (refusals-- > 0) throw unavailable('user', 'it is being restarted');
    };
    expect(await rebuild()).toMatchObject({ state: 'done', documents: { users: 1 } });
    expect(refusals).toBeLessThan(0);
  });

  test('that was interrupted is reported as failed; events are still indexed, and the next rebuild cleans up', async () => {
    await ownPeople('51');
    const { engine, database } = town.context;
    await database.manager.query(
      `INSERT INTO rebuilds (stamp, running, state, started_at, lease_until)
       VALUES (7, 1, 'running', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) - INTERVAL 1 SECOND)`,
    );
    await engine.client.indices.create({
      index: `${engine.alias('posts')}-v2-7`,
      aliases: { [engine.alias('posts', '7')]: {} },
    });
    expect((await operator('get').expect(200)).body).toMatchObject({ state: 'failed', fault: 'It was interrupted.' });
    const post = await own(town.snapshot('51', 'moss'), true);
    expect((await rebuild()).state).toBe('done');
    expect(await indices()).toHaveLength(1);
    expect(await town.find('posts', 'moss')).toEqual([post.postId]);
  });

  test('is refused while another one runs, and to all clients but the operator', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    town.exports.onPage = () => held;
    await operator('post').expect(202);
    const refused = await operator('post').expect(409);
    expect(refused.body.detail).toBe('A rebuild is already running.');
    expect((await operator('get')).body.state).toBe('running');
    release();
    await town.context.rebuilder.ended();
    for (const method of ['get', 'post'] as const) {
      const call = supertest(town.service.url)[method]('/internal/rebuild');
      await call.set(town.service.fromService('user')).expect(403);
    }
  });

  test('ends when the service stops, and is not found if none was begun', async () => {
    await operator('get').expect(404);
    town.exports.onPage = async () => void town.context.rebuilder.stop();
    await operator('post').expect(202);
    await town.context.rebuilder.ended();
    expect((await operator('get')).body).toMatchObject({ state: 'failed', fault: 'The service was stopped.' });
  });
});

describe('an index of another version', () => {
  // The service of the tests before has been stopped.
  beforeAll(async () => {
    await town.close();
    town = await SearchTown.open();
  });

  const readiness = () => town.indexState();

  /** Replaces the live index by one of this version, with a document of that version. */
  async function replaceLiveIndex(version: number): Promise<string> {
    const { client } = town.context.engine;
    const alias = town.context.engine.alias('posts');
    const index = `${alias}-v${version}-0`;
    await client.indices.delete({ index: (await indexBehind(town.context.engine, alias))! });
    const mappings = { dynamic: 'strict' as const, properties: { content: { type: 'text' as const } } };
    await client.indices.create({ index, aliases: { [alias]: {} }, mappings });
    await client.index({ index, id: '1', document: { content: 'from then' }, refresh: true });
    return index;
  }

  const start = () => createIndices(town.context.engine, town.context.logger);

  test('is replaced when it is of an earlier version, takes new posts at once, and is rebuilt automatically', async () => {
    await ownPeople('71');
    const before = await own(town.snapshot('71', 'ancient moss'), true);
    await replaceLiveIndex(1);
    await Promise.all([start(), start(), start()]);
    expect(await isRebuildDue(town.context.engine)).toBe(true);
    expect(await readiness()).toBe('being rebuilt');
    const since = await own(town.snapshot('71', 'fresh moss'), true);
    await town.indexed();
    expect(await town.find('posts', 'moss')).toEqual([since.postId]);

    await start();
    expect(await isRebuildDue(town.context.engine)).toBe(true);
    await town.context.rebuilder.rebuildIfDue();

    expect(await readiness()).toBe('complete');
    expect((await town.find('posts', 'moss')).sort()).toEqual([before.postId, since.postId].sort());
    expect(await indices()).toHaveLength(1);
    await town.context.rebuilder.rebuildIfDue();
    await start();
    expect((await operator('get')).body.documents).toMatchObject({ posts: 2 });
    const [{ rebuilds }] = await town.service.database.manager.query('SELECT COUNT(*) AS rebuilds FROM rebuilds');
    expect(Number(rebuilds)).toBe(1);
  });

  test('is rebuilt later when its rebuild failed', async () => {
    await ownPeople('72');
    await replaceLiveIndex(1);
    await start();
    town.exports.onPage = async () => {
      throw new Error('The disk is full.');
    };
    await town.context.rebuilder.rebuildIfDue();
    expect(await readiness()).toBe('being rebuilt');
    town.exports.onPage = async () => {};
    await town.context.rebuilder.rebuildIfDue();
    expect(await readiness()).toBe('complete');
  });

  test('is left unchanged when it is of a later version, and the service does not start', async () => {
    const later = await replaceLiveIndex(99);
    await expect(start()).rejects.toThrow(`${later} is of a later version`);
    expect(await indexBehind(town.context.engine, town.context.engine.alias('posts'))).toBe(later);
  });
});
