import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.js';
import { Progress } from '../progress.js';
import { type Difference, type Recounter, recountersOf } from '../recount/pages.js';
import { checkPart, count, repairPart } from '../recount/recount-part.js';
import type { Town } from '../town.js';

/** The services that derive something from others' rows: first those that the others' figures come from. */
const recounted = ['post', 'comment', 'reaction', 'engagement', 'feed', 'notification', 'search'];

/**
 * Recounts what services derive from the owners' rows, and prints every difference; with --repair sets it right. Answers 0
 * when nothing differs (any more).
 */
export async function recount(town: Town, args: readonly string[]): Promise<number> {
  const repair = args.includes('--repair');
  const unknown = args.filter((argument) => argument !== '--repair');
  if (unknown.length > 0)
    throw new Failure(`recount does not know "${unknown.join(' ')}".`, 'npm run recount [-- --repair]');
  const progress = new Progress();
  let differing = 0;
  let left = 0;
  for (const service of recounted) {
    for (const part of await recountersOf(town, service)) {
      const outcome = await recountPart(part, repair, progress);
      differing += outcome.differing;
      left += outcome.left;
    }
  }
  progress.say(`\n${summary(differing, left, repair)} (${progress.elapsed()})`);
  return left === 0 ? 0 : 1;
}

async function recountPart(
  part: Recounter,
  repair: boolean,
  progress: Progress,
): Promise<{ differing: number; left: number }> {
  const label = `${part.service}: ${part.part}`;
  const found = await progress.step(label, (note) => checkPart(part, pause, note), describe);
  const differing = count(found.pages);
  const print = (one: Difference) => progress.say(`      ${one.what} ${one.id}: is ${one.is}, should be ${one.should}`);
  for (const page of found.pages) page.differences.forEach(print);
  if (!repair || differing === 0) return { differing, left: differing };
  const left = await progress.step(`${label}, repaired`, () => repairPart(part, found, pause), describe);
  for (const page of left.pages) page.differences.forEach(print);
  return { differing, left: count(left.pages) };
}

function describe({ pages }: Parameters<typeof repairPart>[1]): string {
  const differing = count(pages);
  return differing === 0 ? 'as it should be' : `${differing} ${differing === 1 ? 'differs' : 'differ'}`;
}

function summary(differing: number, left: number, repair: boolean): string {
  if (differing === 0) return 'Nothing differs.';
  if (!repair)
    return `${differing} in all ${differing === 1 ? 'differs' : 'differ'}; npm run recount -- --repair sets it right.`;
  return left === 0 ? `All ${differing} were set right.` : `${left} of ${differing} could not be set right.`;
}
