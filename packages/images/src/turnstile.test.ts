import { expect, test } from '@jest/globals';
import { Turnstile } from './turnstile.js';

test('no more than its capacity are inside, all pass in order, and a failure leaves no place taken', async () => {
  const turnstile = new Turnstile(2);
  const entered: number[] = [];
  let inside = 0;
  let most = 0;
  const visit = (visitor: number) =>
    turnstile.pass(async () => {
      entered.push(visitor);
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
      if (visitor === 1) throw new Error('tripped');
      return visitor;
    });
  const outcomes = await Promise.allSettled([0, 1, 2, 3, 4].map(visit));
  expect(entered).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
});
