import { expect, test } from '@jest/globals';
import { settle } from './settle.js';

/** A clock that moves by what is waited for. */
function clock() {
  let time = 0;
  return {
    now: () => time,
    wait: async (ms: number) => {
      time += ms;
    },
  };
}

const quiet = { update: () => {} };
const openIn = (there: number) => (there === 10 ? [] : [`${there} of 10`]);

test('waits as long as what is open changes, and returns what it reads once nothing is open', async () => {
  const { now, wait } = clock();
  let there = 0;
  expect(await settle(async () => Math.min(10, there++), openIn, 3_000, quiet, wait, now)).toBe(10);
  expect(now()).toBe(10_000);
});

test('gives up when what is open does not change any more', async () => {
  const { now, wait } = clock();
  let there = 0;
  expect(await settle(async () => Math.min(7, there++), openIn, 3_000, quiet, wait, now)).toBe(7);
  expect(now()).toBe(10_000);
});
