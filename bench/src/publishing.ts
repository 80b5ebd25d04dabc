import { call, join, PORT_BASE } from './town.js';

const WRITES = 300;
const TOPIC = 'reaction.changed';
/** The reaction service's place in the order of ports. */
const REACTION = 5;

/** How many observations a histogram has of at most so many seconds. */
type Buckets = { limit: number; count: number }[];

/**
 * Measures how long an event takes from its writing, just before the commit, until the broker has it: in an idle town,
 * one write after another.
 */
async function main(): Promise<void> {
  const [author, reader] = await Promise.all([join('author'), join('reader')]);
  const { id } = await call<{ id: string }>('POST', '/posts', author, { content: 'Love or laughter?' });
  const before = await published();
  for (let n = 0; n < WRITES; n++) {
    await call('PUT', `/posts/${id}/reactions`, reader, { type: n % 2 === 0 ? 'love' : 'haha' });
  }
  const after = await until(async () => {
    const now = await published();
    return total(now) - total(before) >= WRITES ? now : undefined;
  });
  const these = after.map(({ limit, count }, at) => ({ limit, count: count - (before[at]?.count ?? 0) }));
  console.table([{ events: total(these), 'p50 ms': quantile(these, 0.5), 'p99 ms': quantile(these, 0.99) }]);
}

/** What the reaction service has published so far. */
async function published(): Promise<Buckets> {
  const response = await fetch(`http://127.0.0.1:${PORT_BASE + REACTION}/metrics`);
  const line = new RegExp(`^outbox_publish_seconds_bucket{le="([^"]+)",topic="${TOPIC}"} (\\d+)$`, 'gm');
  const found = [...(await response.text()).matchAll(line)];
  return found.map(([, limit, count]) => ({
    limit: limit === '+Inf' ? Infinity : Number(limit),
    count: Number(count),
  }));
}

const total = (buckets: Buckets) => buckets.at(-1)?.count ?? 0;

/** The quantile in milliseconds, as even as a bucket allows. */
function quantile(buckets: Buckets, share: number): number {
  const wanted = share * total(buckets);
  const at = buckets.findIndex(({ count }) => count >= wanted);
  const low = buckets[at - 1] ?? { limit: 0, count: 0 };
  const high = buckets[at]!;
  const part = (wanted - low.count) / (high.count - low.count);
  return Math.round((low.limit + part * (high.limit - low.limit)) * 10_000) / 10;
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

await main();
