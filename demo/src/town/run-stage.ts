import pLimit from 'p-limit';
import { grouped, type Progress } from '../progress.js';

export interface Stage {
  progress: Progress;
  concurrency: number;
}

/** What became of one item: it was made now, or it was there. An item can stand for several things. */
export interface Outcome {
  made: number;
  found: number;
}

export const MADE: Outcome = { made: 1, found: 0 };
export const FOUND: Outcome = { made: 0, found: 1 };

/** Does the work for every item, some at a time, and shows how far it is. The first error ends it. */
export async function runStage<T>(
  name: string,
  items: readonly T[],
  total: number,
  { progress, concurrency }: Stage,
  work: (item: T, index: number) => Promise<Outcome>,
): Promise<void> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const sum = { made: 0, found: 0 };
  const limit = pLimit(concurrency);
  const tasks = items.map((item, index) =>
    limit(async () => {
      const { made, found } = await work(item, index);
      sum.made += made;
      sum.found += found;
      const done = sum.made + sum.found;
      const rate = Math.round(done / seconds());
      progress.update(`  ${name}: ${grouped(done)} of ${grouped(total)}, ${grouped(rate)} a second`);
    }),
  );
  try {
    await Promise.all(tasks);
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
  progress.say(summary(name, sum, seconds()));
}

function summary(name: string, { made, found }: Outcome, seconds: number): string {
  const count = grouped(made + found).padStart(8);
  const took = `${seconds.toFixed(1)} s`.padStart(8);
  const rate = made > 0 ? `${grouped(Math.round(made / seconds))} a second` : '';
  const known = found > 0 ? `${grouped(found)} were there` : '';
  return `  ${name.padEnd(10)}${count}  ${took}   ${[rate, known].filter(Boolean).join(', ')}`.trimEnd();
}
