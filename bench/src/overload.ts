import autocannon from 'autocannon';
import { GATEWAY_URL, readersScene } from './town.js';

const SECONDS = 15;
/** As many posts as a page has. */
const PAGE = 20;
/** Where most is answered: more connections make each wait longer. */
const PEAK_CONNECTIONS = 32;
const OVERLOAD = 3;
/** Enough that the wanted rate is reached while answers are slow. */
const OVERLOAD_CONNECTIONS = 400;
const RECOVERY_LIMIT_SECONDS = 30;

interface Measured {
  /** Requests a second that were answered as they should be. */
  good: number;
  /** Requests a second that were refused with 429 or 503. */
  refused: number;
  /** Anything else: other errors, and requests without an answer. */
  failed: number;
  'p50 ms': number;
  'p99 ms': number;
}

/**
 * Measures what becomes of three times the load that the gateway can hold: how much is answered at the peak, how much
 * while three times as much is asked, and how long after that all is answered again as before.
 */
async function main(): Promise<void> {
  const { reader } = await readersScene(PAGE);
  const url = `${GATEWAY_URL}/api/v1/feed`;
  const headers = { authorization: reader.authorization };
  await measure({ url, headers, connections: PEAK_CONNECTIONS, duration: 5 });
  const peak = await measure({ url, headers, connections: PEAK_CONNECTIONS, duration: SECONDS });
  const overallRate = Math.round(peak.good * OVERLOAD);
  const overload = await measure({ url, headers, connections: OVERLOAD_CONNECTIONS, duration: SECONDS, overallRate });
  const recoveredAfter = await untilRecovered(url, headers, peak['p99 ms']);
  console.table({ peak, [`${OVERLOAD} times the peak (${overallRate}/s)`]: overload });
  console.log(`Goodput under overload: ${Math.round((overload.good / peak.good) * 100)} % of the peak.`);
  console.log(`Answered as at the peak again after ${recoveredAfter.toFixed(1)} s.`);
}

async function measure(options: autocannon.Options): Promise<Measured> {
  const byStatus = new Map<number, number>();
  const latencies: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon({ ...options, timeout: 10 }, (error, ended) => (error ? reject(error) : resolve(ended)));
    run.on('response', (_client, status, _bytes, milliseconds) => {
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      if (status === 200) latencies.push(milliseconds);
    });
  });
  latencies.sort((one, other) => one - other);
  const perSecond = (count: number) => Math.round(count / result.duration);
  const refused = (byStatus.get(429) ?? 0) + (byStatus.get(503) ?? 0);
  const answered = [...byStatus.values()].reduce((sum, count) => sum + count, 0);
  return {
    good: perSecond(latencies.length),
    refused: perSecond(refused),
    failed: perSecond(answered - latencies.length - refused + result.errors),
    'p50 ms': Math.round(latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN),
    'p99 ms': Math.round(latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN),
  };
}

/** Seconds until a whole second's requests are all answered within what was usual at the peak; throws after the limit. */
async function untilRecovered(url: string, headers: Record<string, string>, usualMs: number): Promise<number> {
  const since = performance.now();
  for (;;) {
    const seconds = (performance.now() - since) / 1000;
    const second = await measure({ url, headers, connections: 8, duration: 1 });
    if (second.refused + second.failed === 0 && second['p99 ms'] <= usualMs) return seconds;
    if (seconds > RECOVERY_LIMIT_SECONDS) throw new Error(`Not recovered after ${RECOVERY_LIMIT_SECONDS} s.`);
  }
}

await main();
