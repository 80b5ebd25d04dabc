import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import {
  type EventDefinition,
  postCreated,
  postDeleted,
  postUpdated,
  profileUpdated,
  userDeleted,
} from '@townsquare/contracts';
import { testPost, testProfile } from '@townsquare/projections/testing';
import { claimRebuild, endRebuild } from '../src/data/rebuilds.js';
import type { IndexName } from '../src/indices/index-definitions.js';
import { createNextIndices, swapIndices } from '../src/indices/next-indices.js';
import { SearchTown } from './search-town.js';

let town: SearchTown;

beforeAll(async () => {
  town = await SearchTown.open();
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => town.close());

type Write = () => Promise<number>;

/** Lets `run` do the next write to the index, so that something else happens before or after it. */
function interceptNextWrite(run: (write: Write) => Promise<number>): void {
  const { writer } = town.context;
  const writeAll = writer.writeAll.bind(writer);
  jest.spyOn(writer, 'writeAll').mockImplementationOnce((...args) => run(() => writeAll(...args)));
}

const meanwhile = {
  before: (other: () => Promise<unknown>) =>
    interceptNextWrite(async (write) => {
      await other();
      return write();
    }),
  after: (other: () => Promise<unknown>) =>
    interceptNextWrite(async (write) => {
      const begun = await write();
      await other();
      return begun;
    }),
};
const BOTH = ['before', 'after'] as const;

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

/** Delivers an event until it is applied, as the sidecar does; returns how many deliveries that took. */
async function deliver<Data>(definition: EventDefinition<Data>, data: Data, aggregateversion: number): Promise<number> {
  const event = { id: `${definition.topic}-${JSON.stringify(data)}`.slice(0, 64), aggregateversion };
  for (let deliveries = 1; deliveries <= 3; deliveries++) {
    if ((await town.service.deliver(definition, data, event)) === 'SUCCESS') return deliveries;
  }
  throw new Error(`${definition.topic} was not applied.`);
}

/** Begins a rebuild that reads nothing from the owners; returns how to end it with a swap of the indices. */
async function beginEmptyRebuild(): Promise<() => Promise<void>> {
  const { database, engine } = town.context;
  const stamp = String(Date.now());
  if (!(await claimRebuild(database, stamp))) throw new Error('A rebuild is running.');
  await createNextIndices(engine, stamp);
  return async () => {
    await swapIndices(engine, stamp);
    await endRebuild(database.manager, stamp, null);
  };
}

async function documentOf(index: IndexName, id: string): Promise<Record<string, unknown> | undefined> {
  const { engine } = town.context;
  const { _source } = await engine.client.get<Record<string, unknown>>({ index: engine.alias(index), id });
  return _source;
}

test('Elasticsearch refuses to be called inside a transaction', async () => {
  const { engine, writer, database } = town.context;
  const calls: (() => Promise<unknown>)[] = [
    () => engine.health(),
    () => engine.search('posts', { query: { match_all: {} } }),
    () => engine.writeAll('posts', [{ id: '1', version: 1, document: { deleted: true } }]),
    () => engine.client.indices.refresh(),
  ];
  for (const call of calls) {
    await expect(database.transaction(call)).rejects.toThrow('Elasticsearch was called inside a transaction');
    await call();
  }
  await expect(database.transaction(() => writer.markDeleted('posts', '1'))).rejects.toThrow('inside a transaction');
});

test.each(BOTH)('a post is not restored when its deletion is applied %s the write of its document', async (when) => {
  const post = testPost(when === 'before' ? '11' : '12', '1');
  meanwhile[when](() => deliver(postDeleted, { postId: post.postId, authorId: '1' }, 2));
  await deliver(postCreated, post, 1);
  expect(await documentOf('posts', post.postId)).toEqual({ deleted: true });
});

test.each(BOTH)('a post is not restored in an index that was rebuilt %s the write of its document', async (when) => {
  const post = testPost(when === 'before' ? '21' : '22', '1');
  meanwhile[when](async () => {
    await deliver(postDeleted, { postId: post.postId, authorId: '1' }, 2);
    const swap = await beginEmptyRebuild();
    await swap();
  });
  await deliver(postCreated, post, 1);
  const { engine } = town.context;
  const live = { bool: { must: [{ ids: { values: [post.postId] } }], must_not: [{ term: { deleted: true } }] } };
  await engine.refresh();
  expect((await engine.client.count({ index: engine.alias('posts'), query: live })).count).toBe(0);
});

test('a post is not restored when a rebuild begins, its document is written, and its deletion is applied', async () => {
  const post = testPost('23', '1');
  const { writer } = town.context;
  const writePresent = writer.writePresent.bind(writer);
  const deleted = signal();
  const written = signal();
  jest.spyOn(writer, 'writePresent').mockImplementationOnce(async (...args) => {
    const indexed = await writePresent(...args);
    written.give();
    await deleted.given;
    return indexed;
  });
  let swap = async () => {};
  let creation: Promise<number> | undefined;
  meanwhile.after(async () => {
    swap = await beginEmptyRebuild();
    creation = deliver(postCreated, post, 1);
    await written.given;
  });
  await deliver(postDeleted, { postId: post.postId, authorId: '1' }, 2);
  deleted.give();
  expect(await creation).toBe(2);
  await swap();
  expect(await documentOf('posts', post.postId)).toEqual({ deleted: true });
});

test.each(BOTH)('the later version of a post stays when it is applied %s the write of the earlier', async (when) => {
  const post = testPost(when === 'before' ? '31' : '32', '1');
  meanwhile[when](() => deliver(postUpdated, { ...post, content: 'later' }, 2));
  await deliver(postCreated, post, 1);
  expect(await documentOf('posts', post.postId)).toMatchObject({ deleted: false, post: { content: 'later' } });
});

test.each(BOTH)('a banned user stays banned when the ban is applied %s the write of the profile', async (when) => {
  const profile = testProfile(when === 'before' ? '41' : '42');
  meanwhile[when](() => deliver(profileUpdated, { ...profile, status: 'banned' }, 2));
  await deliver(profileUpdated, profile, 1);
  expect(await documentOf('users', profile.userId)).toMatchObject({ status: 'banned' });
});

test.each(BOTH)('a user is not restored when the deletion is applied %s the write of the profile', async (when) => {
  const profile = testProfile(when === 'before' ? '51' : '52');
  meanwhile[when](() => deliver(userDeleted, { userId: profile.userId }, 2));
  await deliver(profileUpdated, profile, 1);
  expect(await documentOf('users', profile.userId)).toEqual({ deleted: true });
});

test('a rebuild that begins after the mark of a deleted user does not keep the profile', async () => {
  const { database } = town.context;
  const profile = testProfile('61');
  await deliver(profileUpdated, profile, 1);
  meanwhile.after(async () => {
    // The rebuild reads the profile, since the user service has not received the deletion yet.
    town.exports.owned.profiles.set(profile.userId, profile);
    await town.context.rebuilder.begin();
    await town.context.rebuilder.ended();
  });
  expect(await deliver(userDeleted, { userId: profile.userId }, 2)).toBe(2);
  expect(await documentOf('users', profile.userId)).toEqual({ deleted: true });
  const purged = await database.manager.query(`SELECT COUNT(*) AS events FROM outbox WHERE topic = 'user.purged'`);
  expect(Number(purged[0].events)).toBe(3);
});

test('an event that is delivered again changes nothing', async () => {
  const post = testPost('71', '1', { content: 'once' });
  const event = { id: 'once', aggregateversion: 1 };
  expect(await town.service.deliver(postCreated, post, event)).toBe('SUCCESS');
  await deliver(postDeleted, { postId: post.postId, authorId: '1' }, 2);
  expect(await town.service.deliver(postCreated, post, event)).toBe('SUCCESS');
  expect(await documentOf('posts', post.postId)).toEqual({ deleted: true });
  const rows = await town.service.database.manager.query('SELECT deleted FROM indexed_posts WHERE post_id = 71');
  expect(rows).toEqual([{ deleted: 1 }]);
});
