import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Pool } from 'undici';
import { GATEWAY_URL, readersScene } from './town.js';

const SECONDS = 15;
/** As many posts as a page has. */
const PAGE = 20;
/** Where most is answered: more connections make each wait longer. */
const PEAK_CONNECTIONS = 32;
const OVERLOAD = 3;
/** Enough that no request waits for a connection. */
const OVERLOAD_CONNECTIONS = 400;
const RECOVERY_LIMIT_SECONDS = 30;
const PATH = '/api/v1/feed';

type Headers = Record<string, string>;

/** An answer that came, and after how many milliseconds; a request without one has the status 0. */
interface Answer {
  status: number;
  milliseconds: number;
}

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
  const headers = { authorization: reader.authorization };
  await closedLoop(headers, PEAK_CONNECTIONS, 5);
  const peak = await closedLoop(headers, PEAK_CONNECTIONS, SECONDS);
  const rate = Math.round(peak.good * OVERLOAD);
  const overload = await openLoop(headers, rate, SECONDS);
  const recoveredAfter = await untilRecovered(headers, peak['p99 ms']);
  console.table({ peak, [`${OVERLOAD} times the peak (${rate}/s)`]: overload });
  console.log(`Goodput under overload: ${Math.round((overload.good / peak.good) * 100)} % of the peak.`);
  console.log(`Answered as at the peak again after ${recoveredAfter.toFixed(1)} s.`);
}

/** As many clients as connections, each of which asks again when it has its answer. */
async function closedLoop(headers: Headers, connections: number, seconds: number): Promise<Measured> {
  const answers: Answer[] = [];
  const settings = { url: GATEWAY_URL + PATH, headers, connections, duration: seconds, timeout: 10 };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(settings, (error, ended) => (error ? reject(error) : resolve(ended)));
    run.on('response', (_client, status, _bytes, milliseconds) => answers.push({ status, milliseconds }));
  });
  const unanswered = Array.from({ length: result.errors }, () => ({ status: 0, milliseconds: Number.NaN }));
  return summary([...answers, ...unanswered], result.duration);
}

/** Requests that come evenly at a rate, whether those before were answered or not, as from very many people. */
async function openLoop(headers: Headers, rate: number, seconds: number): Promise<Measured> {
  const pool = new Pool(GATEWAY_URL, { connections: OVERLOAD_CONNECTIONS });
  const sent: Promise<Answer>[] = [];
  const since = performance.now();
  const elapsed = () => (performance.now() - since) / 1000;
  while (elapsed() < seconds) {
    while (sent.length < elapsed() * rate) sent.push(ask(pool, headers));
    await pause(1);
  }
  const answers = await Promise.all(sent);
  await pool.close();
  return summary(answers, seconds);
}

async function ask(pool: Pool, headers: Headers): Promise<Answer> {
  const since = performance.now();
  try {
    const { statusCode, body } = await pool.request({ path: PATH, method: 'GET', headers });
    await body.dump();
    return { status: statusCode, milliseconds: performance.now() - since };
  } catch {
    return { status: 0, milliseconds: Number.NaN };
  }
}

function summary(answers: Answer[], seconds: number): Measured {
  const latencies = answers.filter(({ status }) => status === 200).map(({ milliseconds }) => milliseconds);
  const refused = answers.filter(({ status }) => status === 429 || status === 503).length;
  latencies.sort((one, other) => one - other);
  const perSecond = (count: number) => Math.round(count / seconds);
  return {
    good: perSecond(latencies.length),
    refused: perSecond(refused),
    failed: perSecond(answers.length - latencies.length - refused),
    'p50 ms': Math.round(latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN),
    'p99 ms': Math.round(latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN),
  };
}

/** Seconds until a whole second's requests are all answered within what was usual at the peak; throws after the limit. */
async function untilRecovered(headers: Headers, usualMs: number): Promise<number> {
  const since = performance.now();
  for (;;) {
    const seconds = (performance.now() - since) / 1000;
    const second = await closedLoop(headers, 8, 1);
    if (second.refused + second.failed === 0 && second['p99 ms'] <= usualMs) return seconds;
    if (seconds > RECOVERY_LIMIT_SECONDS) throw new Error(`Not recovered after ${RECOVERY_LIMIT_SECONDS} s.`);
  }
}

await main();
