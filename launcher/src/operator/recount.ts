import { setTimeout as pause } from 'node:timers/promises';
import { Progress } from '../progress.js';
import { recountedServices } from '../services.js';
import type { Operator } from './operator.js';
import { count, lasting, lookAt, recountersOf, repair, type Suspect } from './recounter.js';

/**
 * Compares what services derive with the owners' rows, and prints each difference. With `repair` it has them corrected, and
 * compares once more. Returns 0 when nothing differs at the end.
 */
export async function recount(operator: Operator, { repair: repairs }: { repair: boolean }): Promise<number> {
  const progress = new Progress();
  const differing = await findDifferences(operator, progress);
  if (differing.length === 0 || !repairs) {
    progress.say(`\n${verdict(count(differing), operator)} (${progress.elapsed()})`);
    return differing.length === 0 ? 0 : 1;
  }
  await progress.step('Corrected', (note) => repair(differing, note));
  const left = await findDifferences(operator, progress);
  const all = `All ${count(differing)} were corrected.`;
  progress.say(`\n${left.length === 0 ? all : `${count(left)} could not be corrected.`} (${progress.elapsed()})`);
  return left.length === 0 ? 0 : 1;
}

/** How many rows a recount compared, and the pages that differ. */
export interface Recounted {
  readonly checked: number;
  readonly differing: Suspect[];
}

/** Compares everything that services derive, and compares again what differs, since events may be under way. */
export async function recountTown(operator: Operator, progress: Pick<Progress, 'step'>): Promise<Recounted> {
  const suspects: Suspect[] = [];
  let checked = 0;
  for (const service of recountedServices()) {
    for (const part of await recountersOf(operator, service)) {
      const look = await progress.step(`${service}: ${part.part}`, (note) => lookAt(part, note), describe);
      suspects.push(...look.suspects);
      checked += look.checked;
    }
  }
  if (suspects.length === 0) return { checked, differing: [] };
  const differing = await progress.step(
    'Looking again at what differs',
    (note) => lasting(suspects, pause, note),
    (left) => (left.length === 0 ? 'nothing differs any more' : differ(count(left))),
  );
  return { checked, differing };
}

/** Returns a line for each difference. */
export function differenceLines(differing: readonly Suspect[]): string[] {
  return differing.flatMap(({ part, page }) =>
    page.differences.map(({ what, id, is, should }) => `${part.service}: ${what} ${id}: is ${is}, should be ${should}`),
  );
}

async function findDifferences(operator: Operator, progress: Progress): Promise<Suspect[]> {
  const { differing } = await recountTown(operator, progress);
  for (const line of differenceLines(differing)) progress.say(`  ${line}`);
  return differing;
}

function describe({ checked, suspects }: { checked: number; suspects: Suspect[] }): string {
  return suspects.length === 0 ? `${checked}` : `${checked}, of which ${count(suspects)} may differ`;
}

function differ(differences: number): string {
  return `${differences} ${differences === 1 ? 'differs' : 'differ'}`;
}

function verdict(differences: number, operator: Operator): string {
  if (differences === 0) return 'Nothing differs.';
  return `${differ(differences)}; ${operator.typed('recount', '--repair')} corrects it.`;
}
