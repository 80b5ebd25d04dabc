import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.js';
import { Progress } from '../progress.js';
import { recountersOf } from '../recount/pages.js';
import { count, lasting, lookAt, repair, type Suspect } from '../recount/suspects.js';
import type { Town } from '../town.js';

/** The services that derive something from others' rows: first those that the others' figures come from. */
export const recounted = ['post', 'comment', 'reaction', 'engagement', 'feed', 'notification', 'search'];

/**
 * Recounts what services derive from the owners' rows, and prints every difference; with --repair sets it right, and
 * recounts once more. Answers 0 when nothing differs (any more).
 */
export async function recount(town: Town, args: readonly string[]): Promise<number> {
  const repairs = args.includes('--repair');
  const unknown = args.filter((argument) => argument !== '--repair');
  if (unknown.length > 0)
    throw new Failure(`recount does not know "${unknown.join(' ')}".`, 'npm run recount [-- --repair]');
  const progress = new Progress();
  const differing = await findDifferences(town, progress);
  if (differing.length === 0 || !repairs) {
    progress.say(`\n${verdict(count(differing))} (${progress.elapsed()})`);
    return differing.length === 0 ? 0 : 1;
  }
  await progress.step('Set right', (note) => repair(differing, note));
  const left = await findDifferences(town, progress);
  const all = `All ${count(differing)} were set right.`;
  progress.say(`\n${left.length === 0 ? all : `${count(left)} could not be set right.`} (${progress.elapsed()})`);
  return left.length === 0 ? 0 : 1;
}

/** Looks at everything, again at what differs, and prints what stays. */
async function findDifferences(town: Town, progress: Progress): Promise<Suspect[]> {
  const suspects: Suspect[] = [];
  for (const service of recounted) {
    for (const part of await recountersOf(town, service)) {
      const label = `${service}: ${part.part}`;
      const look = await progress.step(label, (note) => lookAt(part, note), describe);
      suspects.push(...look.suspects);
    }
  }
  if (suspects.length === 0) return [];
  const differing = await progress.step(
    'Looking again, while events are under way',
    (note) => lasting(suspects, pause, note),
    (left) => (left.length === 0 ? 'nothing differs any more' : differ(count(left))),
  );
  for (const { part, page } of differing) {
    for (const { what, id, is, should } of page.differences) {
      progress.say(`  ${part.service}: ${what} ${id}: is ${is}, should be ${should}`);
    }
  }
  return differing;
}

function describe({ checked, suspects }: { checked: number; suspects: Suspect[] }): string {
  return suspects.length === 0 ? `${checked}` : `${checked}, of which ${count(suspects)} may differ`;
}

function differ(differences: number): string {
  return `${differences} ${differences === 1 ? 'differs' : 'differ'}`;
}

function verdict(differences: number): string {
  if (differences === 0) return 'Nothing differs.';
  return `${differ(differences)}; npm run recount -- --repair sets it right.`;
}
