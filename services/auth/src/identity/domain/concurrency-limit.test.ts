import { expect, test } from '@jest/globals';
import { ConcurrencyLimit } from './concurrency-limit.js';

const nextTick = () => new Promise((resolve) => setImmediate(resolve));

/** A task that ends when the test ends it. */
function job(name: string, begun: string[]) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async () => {
    begun.push(name);
    await ended;
    return name;
  };
  return { work, end };
}

test('a limited number of tasks run at once, and the others follow in the order in which they came', async () => {
  const limit = new ConcurrencyLimit(2);
  const begun: string[] = [];
  const jobs = ['first', 'second', 'third', 'fourth'].map((name) => job(name, begun));
  const answers = jobs.map(({ work }) => limit.run(work));
  await nextTick();
  expect(begun).toEqual(['first', 'second']);
  for (const { end } of jobs) end();
  expect(await Promise.all(answers)).toEqual(['first', 'second', 'third', 'fourth']);
  expect(begun).toEqual(['first', 'second', 'third', 'fourth']);
});

test('a task that has waited too long is refused and never begun, and a later one runs', async () => {
  let time = 0;
  const limit = new ConcurrencyLimit(1, () => time);
  const begun: string[] = [];
  const [slow, old, late] = ['slow', 'old', 'late'].map((name) => job(name, begun));
  const answers = [limit.run(slow!.work), limit.run(old!.work)];
  await nextTick();
  time = 2_500;
  answers.push(limit.run(late!.work));
  time = 3_500;
  slow!.end();
  late!.end();
  await expect(answers[1]).rejects.toMatchObject({ code: 'unavailable', headers: { 'retry-after': '2' } });
  expect(await answers[2]).toBe('late');
  expect(begun).toEqual(['slow', 'late']);
});

test('a task that fails makes room for the next', async () => {
  const limit = new ConcurrencyLimit(1);
  await expect(limit.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await limit.run(async () => 'done')).toBe('done');
});
