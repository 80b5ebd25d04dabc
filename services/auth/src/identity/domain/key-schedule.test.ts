import { describe, expect, test } from '@jest/globals';
import { isRotationDue, isSpent, signingKeyOf } from './key-schedule.js';

const NOW = new Date('2026-01-31T00:00:00Z');
const MINUTE = 60;
const DAY = 24 * 3600;
const key = (generation: number, seconds: number) => ({
  generation,
  createdAt: new Date(NOW.getTime() - seconds * 1000),
});

describe('signing keys', () => {
  test('the first signs at once, and a next one five minutes after it was published', () => {
    expect(signingKeyOf([], NOW)).toBeUndefined();
    expect(signingKeyOf([key(1, 0)], NOW)?.generation).toBe(1);
    expect(signingKeyOf([key(1, 30 * DAY), key(2, 5 * MINUTE - 1)], NOW)?.generation).toBe(1);
    expect(signingKeyOf([key(1, 30 * DAY), key(2, 5 * MINUTE)], NOW)?.generation).toBe(2);
    expect(signingKeyOf([key(2, 10), key(3, 0)], NOW)?.generation).toBe(2);
  });

  test('are followed by another after thirty days', () => {
    expect(isRotationDue([], NOW)).toBe(true);
    expect(isRotationDue([key(1, 30 * DAY - 1)], NOW)).toBe(false);
    expect(isRotationDue([key(1, 30 * DAY)], NOW)).toBe(true);
    expect(isRotationDue([key(1, 60 * DAY), key(2, 0)], NOW)).toBe(false);
  });

  test('stay published until the last token that they signed has expired', () => {
    const old = key(1, 30 * DAY);
    const spentAfter = (seconds: number) => isSpent(old, [old, key(2, seconds)], NOW);
    expect(isSpent(old, [old], NOW)).toBe(false);
    expect([spentAfter(0), spentAfter(20 * MINUTE - 1), spentAfter(20 * MINUTE)]).toEqual([false, false, true]);
    expect(isSpent(key(2, DAY), [old, key(2, DAY)], NOW)).toBe(false);
  });
});
