import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { postDeleted } from '@townsquare/contracts';
import { metrics } from '../metrics.js';
import { testEvent } from '../testing/test-events.js';
import { measureFreshness, observeFreshness } from './freshness.js';
import { defineSubscription } from './subscription.js';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const MINUTE = 60_000;

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
  metrics.resetMetrics();
});
afterEach(() => {
  jest.useRealTimers();
});

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);
/** The lines of `/metrics` about a kind that bear this name, by the rest of their labels. */
const lines = async (name: string, kind: string): Promise<string[]> => {
  const text = await metrics.metrics();
  return text.split('\n').filter((line) => line.startsWith(name) && line.includes(`kind="${kind}"`));
};
const quantile = async (kind: string, wanted: number): Promise<number | undefined> => {
  const line = (await lines('freshness_recent_seconds{', kind)).find((one) => one.includes(`quantile="${wanted}"`));
  return line ? Number(line.split(' ').at(-1)) : undefined;
};

describe('freshness', () => {
  test('is kept as a histogram, and as quantiles of the last minutes', async () => {
    for (let seconds = 1; seconds <= 99; seconds++) observeFreshness('tested', secondsAgo(seconds));
    expect(await lines('freshness_seconds_count', 'tested')).toEqual(['freshness_seconds_count{kind="tested"} 99']);
    expect(await quantile('tested', 0.5)).toBeCloseTo(50, 0);
    expect(await quantile('tested', 0.99)).toBeGreaterThan(97);
  });

  test('of more than five minutes ago is no longer in the quantiles', async () => {
    observeFreshness('old', secondsAgo(40));
    jest.advanceTimersByTime(4 * MINUTE);
    observeFreshness('new', secondsAgo(2));
    expect(await quantile('old', 0.5)).toBe(40);
    jest.advanceTimersByTime(2 * MINUTE);
    expect(await quantile('old', 0.5)).toBeUndefined();
    expect(await quantile('new', 0.5)).toBe(2);
    expect(await lines('freshness_seconds_count', 'old')).toEqual(['freshness_seconds_count{kind="old"} 1']);
  });

  test('is 0 where the clock of the owner is ahead', async () => {
    observeFreshness('ahead', secondsAgo(-3));
    expect(await quantile('ahead', 0.5)).toBe(0);
  });

  test("of an event's effect counts from the event, and leaves what else follows the commit as it is", async () => {
    const followed: string[] = [];
    const subscription = defineSubscription(postDeleted, async () => {}, {
      afterCommit: ({ data }) => void followed.push(data.postId),
    });
    const event = testEvent(postDeleted, { postId: '7', authorId: '1' }, { time: secondsAgo(3).toISOString() });
    await measureFreshness('effects', subscription).afterCommit?.(event);
    expect(await quantile('effects', 0.5)).toBe(3);
    expect(followed).toEqual(['7']);
  });
});
