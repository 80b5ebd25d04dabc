import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { eventually } from '../support/eventually.js';
import { runCommand } from '../support/launcher.js';
import { Person } from '../support/person.js';
import { publishRaw } from '../support/sidecars.js';
import { required } from '../support/town.js';

/** More than the workers of a component (components/redis/events.yaml). */
const MORE_THAN_WORKERS = 12;

let ana: Person;
let ben: Person;

beforeAll(async () => {
  [ana, ben] = await Promise.all([Person.join('ana', 'Ana Silva'), Person.join('ben', 'Ben Okafor')]);
  expect((await ben.put(`/users/${ana.userId}/follow`)).status).toBe(204);
});

describe('messages that no service can apply', () => {
  const run = Date.now().toString(36);
  const event = (id: string, changes: object = {}) =>
    JSON.stringify({
      specversion: '1.0',
      id: `poison-${run}-${id}`,
      source: '/somewhere',
      type: 'post.created',
      subject: '1',
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      aggregateversion: 1,
      schemaversion: 1,
      data: { postId: '1' },
      ...changes,
    });
  const poison: [string, string, string][] = [
    ['without a field', event('field'), 'data.authorId'],
    ['of an unknown version', event('version', { schemaversion: 99 }), 'schemaversion'],
    ['of another type', event('type', { type: 'post.burnt' }), 'no events of the type post.burnt'],
    ['too large', event('large', { data: { postId: '1', content: `${run}${'x'.repeat(5_000_000)}` } }), 'too large'],
    ['that are no events', `hello from ${run}`, 'not JSON'],
  ];
  const lettersOf = async (service: string) => (await runCommand('deadletters', 'list', service)).output;

  test('do not delay later messages', async () => {
    for (const [, message] of poison) await publishRaw('post', 'events-post', 'post.created', message);
    const word = `afterwards${run}`;
    const created = await ana.post('/posts', { content: word });
    expect(created.status).toBe(201);
    await eventually(
      () => ben.get('/feed'),
      ({ body }) => body.items.some((post: { id: string }) => post.id === created.body.id),
      "Ben's feed has the post that came after them",
    );
    await eventually(
      () => ben.get(`/search?type=posts&q=${word}`),
      ({ body }) => body.items.length === 1,
      'search finds it',
    );
  });

  test('are dead letters of each service that subscribes to such events, with the reason', async () => {
    for (const service of ['feed', 'search', 'user']) {
      await eventually(
        () => lettersOf(service),
        (output) => poison.every(([, , reason]) => output.includes(reason)),
        `the dead letters of ${service}`,
      );
    }
  });

  test('are not applied by a replay, and are deleted when they are discarded', async () => {
    const before = await lettersOf('feed');
    const ids = [...before.matchAll(/^feed (\d+) /gm)].map(([, id]) => id!);
    expect(ids.length).toBeGreaterThanOrEqual(poison.length);
    const replayed = await runCommand('deadletters', 'replay', 'feed', ids[0]!);
    expect(replayed).toMatchObject({ code: 1, output: expect.stringContaining('not applied') });
    const shown = await runCommand('deadletters', 'show', 'feed', ids[0]!);
    expect(shown.output).toContain('"reason"');
    for (const id of ids) expect((await runCommand('deadletters', 'discard', 'feed', id)).code).toBe(0);
    expect(await lettersOf('feed')).toContain('No dead letters.');
  });
});

describe('a topic whose handlers all wait', () => {
  let admin: Awaited<ReturnType<typeof createConnection>>;
  beforeAll(async () => {
    admin = await createConnection(required('TOWN_TEST_MYSQL_URL'));
  });
  afterAll(() => admin?.end());

  test('does not delay the other topics of its service, and is applied later', async () => {
    const { body: stuck } = await ana.post('/posts', { content: 'Everybody reacts to this one' });
    const { body: other } = await ana.post('/posts', { content: 'This one is talked about' });
    const counted = async (id: string) => (await ben.get(`/posts/${id}/metrics`)).body;
    await eventually(
      () => waitingRows(stuck.id),
      (rows) => rows === 1,
      'engagement knows the post',
    );
    await admin.beginTransaction();
    await admin.query('SELECT * FROM engagement.post_counters WHERE post_id = ? FOR UPDATE', [stuck.id]);
    for (let change = 0; change < MORE_THAN_WORKERS; change++) {
      const type = change % 2 === 0 ? 'love' : 'haha';
      expect((await ben.put(`/posts/${stuck.id}/reactions`, { type })).status).toBe(200);
    }
    expect((await ben.post(`/posts/${other.id}/comments`, { content: 'Still counted' })).status).toBe(201);
    await eventually(
      () => counted(other.id),
      ({ commentCount }) => commentCount === 1,
      'the comment is counted while reactions wait',
    );
    expect((await counted(stuck.id)).reactions.haha).toBe(0);
    await admin.rollback();
    await eventually(
      () => counted(stuck.id),
      ({ reactions }) => reactions.haha === 1 && reactions.love === 0,
      'the reactions are counted once their handlers run',
    );
  });

  const waitingRows = async (postId: string) => {
    const [rows] = await admin.query('SELECT post_id FROM engagement.post_counters WHERE post_id = ?', [postId]);
    return (rows as unknown[]).length;
  };
});
