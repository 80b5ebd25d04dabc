import { setTimeout as pause } from 'node:timers/promises';
import type { Progress } from '../progress.js';

const PAUSE_MS = 1_000;

/**
 * Reads until nothing is open, and returns what was read last. Gives up when what is open has not changed for `limitMs`:
 * events that are still being applied keep it waiting.
 */
export async function settle<T>(
  read: () => Promise<T>,
  openIn: (state: T) => string[],
  limitMs: number,
  progress: Pick<Progress, 'update'>,
  wait: (ms: number) => Promise<unknown> = pause,
  now: () => number = Date.now,
): Promise<T> {
  let before = '';
  let movedAt = now();
  for (;;) {
    const state = await read();
    const open = openIn(state);
    if (open.length === 0) return state;
    const all = open.join('\n');
    if (all !== before) movedAt = now();
    if (now() - movedAt >= limitMs) return state;
    before = all;
    progress.update(`  events are on their way: ${open.slice(0, 3).join('; ')}`);
    await wait(PAUSE_MS);
  }
}
