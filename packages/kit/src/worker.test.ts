import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import pino from 'pino';
import { LoopWorker } from './worker.js';

const logger = pino({ level: 'silent' });
/** When the steps ran. */
let times: number[];
/** What the next steps return; none is left to do afterwards. */
let outcomes: (boolean | Error)[];

class TestWorker extends LoopWorker {
  constructor() {
    super('test', 1_000, () => this.#step(), logger);
  }

  override wakeWithin(ms: number): void {
    super.wakeWithin(ms);
  }

  async #step(): Promise<boolean> {
    times.push(performance.now());
    const outcome = outcomes.shift() ?? false;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }
}

let worker: TestWorker;

beforeEach(() => {
  jest.useFakeTimers();
  times = [];
  outcomes = [];
  worker = new TestWorker();
});

afterEach(async () => {
  await worker.stop();
  jest.useRealTimers();
});

/** Lets time pass, and returns the pauses between the steps that ran in it, in milliseconds. */
async function pausesWithin(ms: number): Promise<number[]> {
  const first = Math.max(0, times.length - 1);
  await jest.advanceTimersByTimeAsync(ms);
  return times.slice(first + 1).map((time, index) => time - times[first + index]!);
}

test('a worker that finds nothing to do pauses for twice as long each time, and for ten seconds at most', async () => {
  worker.start();
  expect(await pausesWithin(45_000)).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
});

test('a worker that is woken works at once, and pauses briefly again', async () => {
  worker.start();
  await pausesWithin(45_500);
  worker.wake();
  expect(await pausesWithin(3_000)).toEqual([500, 1_000, 2_000]);
});

test('a worker that finds work goes on at once, and pauses briefly again', async () => {
  worker.start();
  await pausesWithin(45_000);
  outcomes = [true, true, false];
  expect(await pausesWithin(13_000)).toEqual([10_000, 0, 0, 1_000, 2_000]);
});

test('a worker that fails tries again after its pause, however long it was idle', async () => {
  worker.start();
  await pausesWithin(45_000);
  outcomes = [new Error('not now'), new Error('not now')];
  expect(await pausesWithin(13_000)).toEqual([10_000, 1_000, 1_000, 1_000]);
});

test('a worker that knows when there is something to do does not pause for longer', async () => {
  worker.start();
  await pausesWithin(45_000);
  worker.wakeWithin(500);
  worker.wake();
  expect(await pausesWithin(1_000)).toEqual([0, 500]);
});
