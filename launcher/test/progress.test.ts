import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Progress } from '../src/progress.js';

let lines: string[];
beforeEach(() => {
  lines = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => {
    lines.push(stripVTControlCharacters(line).replace(/\(\d+\.\d s\)/, '(TIME)'));
  });
});
afterEach(() => void jest.restoreAllMocks());

test('a log has a line for each finished step, with what came of it and how long it took', async () => {
  const progress = new Progress(false);
  const port = await progress.step(
    'Redis',
    async () => 4501,
    (value) => `127.0.0.1:${value}`,
  );
  expect(port).toBe(4501);
  await progress.step('Databases', async () => undefined);
  expect(lines).toEqual(['  ✓ Redis: 127.0.0.1:4501 (TIME)', '  ✓ Databases (TIME)']);
});

test('a step that takes long prints what it does meanwhile', async () => {
  let end = () => {};
  const step = new Progress(false, 5).step('Sidecar', (note) => {
    note('building daprd');
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  end();
  await step;
  expect(lines[0]).toBe('  … Sidecar: building daprd (TIME)');
  expect(lines.at(-1)).toBe('  ✓ Sidecar (TIME)');
});

test('the error of a step is thrown as it is, and the log marks the step', async () => {
  const error = new Error('no room');
  const step = new Progress(false).step('MySQL', async () => {
    throw error;
  });
  await expect(step).rejects.toBe(error);
  expect(lines).toEqual(['  ✗ MySQL (TIME)']);
});

/** A promise, and the function that resolves it. */
function ending(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

test('steps that run at the same time are each printed when they end', async () => {
  const progress = new Progress(false);
  const [endMysql, endRedis] = [ending(), ending()];
  const mysql = progress.step('MySQL', () => endMysql.promise);
  const redis = progress.step('Redis', () => endRedis.promise);
  endRedis.resolve();
  await redis;
  endMysql.resolve();
  await mysql;
  expect(lines).toEqual(['  ✓ Redis (TIME)', '  ✓ MySQL (TIME)']);
});
