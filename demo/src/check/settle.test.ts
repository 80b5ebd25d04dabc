import { expect, test } from '@jest/globals';
import type { Figure } from './figures.js';
import { settle } from './settle.js';

/** A clock that goes on by what is waited for. */
function clock() {
  let time = 0;
  return {
    now: () => time,
    wait: async (ms: number) => {
      time += ms;
    },
  };
}

const figure = (there: number): Figure => ({ service: 'feed', what: 'entries', expected: 10, there });
const quiet = { update: () => {} };

test('waits as long as figures move, and answers once they agree', async () => {
  const { now, wait } = clock();
  let there = 0;
  const read = async () => [figure(Math.min(10, there++))];
  expect(await settle(read, 3_000, quiet, wait, now)).toEqual([figure(10)]);
  expect(now()).toBe(10_000);
});

test('gives up when nothing moves any more', async () => {
  const { now, wait } = clock();
  let there = 0;
  const read = async () => [figure(Math.min(7, there++))];
  expect(await settle(read, 3_000, quiet, wait, now)).toEqual([figure(7)]);
  expect(now()).toBe(10_000);
});

test('more than expected is no agreement either', async () => {
  const { now, wait } = clock();
  expect(await settle(async () => [figure(11)], 3_000, quiet, wait, now)).toEqual([figure(11)]);
});
