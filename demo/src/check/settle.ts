import { setTimeout as pause } from 'node:timers/promises';
import { grouped, type Progress } from '../progress.js';
import type { Figure } from './figures.js';

const PAUSE_MS = 1_000;

/**
 * Reads the figures until all agree, and answers the last ones. Gives up when nothing has moved for `limitMs`: events
 * that are still on their way keep it waiting.
 */
export async function settle(
  read: () => Promise<Figure[]>,
  limitMs: number,
  progress: Pick<Progress, 'update'>,
  wait: (ms: number) => Promise<unknown> = pause,
  now: () => number = Date.now,
): Promise<Figure[]> {
  let before = '';
  let movedAt = now();
  for (;;) {
    const figures = await read();
    const open = figures.filter((figure) => figure.there !== figure.expected);
    if (open.length === 0) return figures;
    const state = JSON.stringify(figures);
    if (state !== before) movedAt = now();
    if (now() - movedAt >= limitMs) return figures;
    before = state;
    progress.update(`  events are on their way: ${open.slice(0, 3).map(describe).join('; ')}`);
    await wait(PAUSE_MS);
  }
}

function describe({ service, what, expected, there }: Figure): string {
  return `${service} has ${grouped(there)} of ${grouped(expected)} ${what}`;
}
