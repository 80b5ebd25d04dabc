import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../history/entry.js';
import { writesOf } from '../history/writes.js';
import type { Call, Reply } from './api-client.js';
import { RetryingClient } from './retrying-client.js';

const done = (status: number, answer: unknown = null): Reply => ({ status, answer, error: null });
const NO_ANSWER: Reply = { status: null, answer: null, error: 'no answer in time' };
const tokens = { accessToken: 'secret', userId: '1' };
const post = { kind: 'createPost', method: 'POST', path: '/posts', body: { content: 'Fresh bread' } } as const;

/** Ana, in a town that gives these answers to what she writes, one after another. */
function anaAmong(replies: Reply[], { patienceMs = 60_000, repeats = false } = {}) {
  const entries: Entry[] = [];
  const calls: Call[] = [];
  let writes = 0;
  const call = async (wanted: Call) => {
    calls.push(wanted);
    return wanted.path === '/auth/login' ? done(200, tokens) : replies.shift()!;
  };
  const ana = new RetryingClient(
    { username: 'ana', email: 'ana@example.org', fullName: 'Ana', password: 'a long walk' },
    {
      caller: { call },
      history: { add: (entry) => entries.push(entry) },
      patienceMs,
      nextWrite: () => ++writes,
      keyOf: (write) => `key-${write}`,
      isOver: () => false,
      repeatsNeedlessly: () => repeats,
    },
  );
  return { ana, entries, calls };
}

describe('somebody who writes', () => {
  test('repeats with the same key until it is done, and every attempt is in the history', async () => {
    const { ana, entries } = anaAmong([NO_ANSWER, done(503), done(201, { id: '10' })]);
    expect(await ana.write(post)).toMatchObject({ answer: { id: '10' } });
    const attempts = entries.filter(({ kind }) => kind === 'createPost');
    expect(attempts.map(({ status, key, write }) => [status, key, write])).toEqual([
      [null, 'key-2', 2],
      [503, 'key-2', 2],
      [201, 'key-2', 2],
    ]);
    expect(writesOf(entries).at(-1)).toMatchObject({ outcome: 'done', late: true, answer: { id: '10' } });
  });

  test('takes a refusal for an answer', async () => {
    const { ana, entries } = anaAmong([done(404)]);
    expect(await ana.write(post)).toMatchObject({ status: 404 });
    expect(writesOf(entries).at(-1)).toMatchObject({ outcome: 'refused' });
  });

  test('does not know what became of a write whose refusal comes after a lost answer', async () => {
    const { ana, entries } = anaAmong([NO_ANSWER, done(404)]);
    await ana.write(post);
    expect(writesOf(entries).at(-1)).toMatchObject({ outcome: 'unknown' });
  });

  test('gives up in the end', async () => {
    const { ana, entries } = anaAmong([NO_ANSWER], { patienceMs: -1 });
    expect(await ana.write(post)).toBeNull();
    expect(writesOf(entries).at(-1)).toMatchObject({ outcome: 'unknown' });
  });

  test('sends what is done once more, now and then, with its key', async () => {
    const { ana, entries } = anaAmong([done(201, { id: '10' }), done(201, { id: '10' })], { repeats: true });
    await ana.write(post);
    expect(entries.filter(({ key }) => key === 'key-2')).toHaveLength(2);
  });

  test('leaves no token in the history', async () => {
    const { ana, entries, calls } = anaAmong([done(201, { id: '10' })]);
    await ana.write(post);
    expect(calls.at(-1)?.token).toBe('secret');
    expect(JSON.stringify(entries)).not.toContain('secret');
  });
});
