import { Histogram, Summary } from 'prom-client';
import { metrics } from '../metrics.js';
import type { Subscription } from './subscription.js';

const freshness = new Histogram({
  name: 'freshness_seconds',
  help: 'Time from the commit of a change until it is visible, by what shows it',
  labelNames: ['kind'],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
  registers: [metrics],
});

/** The current values; a collector that keeps history computes them from the histogram. */
const recentFreshness = new Summary({
  name: 'freshness_recent_seconds',
  help: 'Time from the commit of a change until it is visible, in the last five minutes',
  labelNames: ['kind'],
  percentiles: [0.5, 0.99],
  maxAgeSeconds: 300,
  ageBuckets: 5,
  pruneAgedBuckets: true,
  registers: [metrics],
});

/**
 * Records that a change of this kind, committed at `since`, is visible now. Where the owner's clock is ahead of this one, it
 * counts as zero.
 */
export function observeFreshness(kind: string, since: string | Date): void {
  const seconds = Math.max(0, (Date.now() - new Date(since).getTime()) / 1000);
  freshness.observe({ kind }, seconds);
  recentFreshness.observe({ kind }, seconds);
}

/** A subscription whose effect is visible once it is committed. */
export function measureFreshness(kind: string, subscription: Subscription): Subscription {
  return {
    ...subscription,
    afterCommit: (event) => {
      observeFreshness(kind, event.time);
      return subscription.afterCommit?.(event);
    },
  };
}
