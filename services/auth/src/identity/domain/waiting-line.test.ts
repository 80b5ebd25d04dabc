import { expect, test } from '@jest/globals';
import { WaitingLine } from './waiting-line.js';

/** Work that ends when it is told to. */
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

test('some work is done at once, and the rest in the order in which it came', async () => {
  const line = new WaitingLine(2);
  const begun: string[] = [];
  const jobs = ['first', 'second', 'third', 'fourth'].map((name) => job(name, begun));
  const answers = jobs.map(({ work }) => line.run(work));
  expect(begun).toEqual(['first', 'second']);
  for (const { end } of jobs) end();
  expect(await Promise.all(answers)).toEqual(['first', 'second', 'third', 'fourth']);
  expect(begun).toEqual(['first', 'second', 'third', 'fourth']);
});

test('what has waited too long is refused without being begun, and what came later is done', async () => {
  let time = 0;
  const line = new WaitingLine(1, () => time);
  const begun: string[] = [];
  const [slow, old, late] = ['slow', 'old', 'late'].map((name) => job(name, begun));
  const answers = [line.run(slow!.work), line.run(old!.work)];
  time = 2_500;
  answers.push(line.run(late!.work));
  time = 3_500;
  slow!.end();
  late!.end();
  await expect(answers[1]).rejects.toMatchObject({ code: 'unavailable', headers: { 'retry-after': '2' } });
  expect(await answers[2]).toBe('late');
  expect(begun).toEqual(['slow', 'late']);
});

test('work that fails makes room for the next', async () => {
  const line = new WaitingLine(1);
  await expect(line.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await line.run(async () => 'done')).toBe('done');
});
