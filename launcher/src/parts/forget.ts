import { rmSync } from 'node:fs';
import type { Session } from '../session.js';
import { readState } from '../state.js';
import { townPaths } from '../town.js';
import { composeForget } from './compose.js';
import { messageParts } from './part.js';

/**
 * Ends the parts that carry messages beside Redis, and drops what they hold: events of an earlier town, about things that
 * have the same numbers in the next one.
 */
export async function forgetMessages({ town, supervisor, progress }: Session): Promise<void> {
  const names = messageParts(town.profile);
  if (names.length === 0) return;
  await progress.step('Messages of the last run dropped', async () => {
    const providedBy = (provider: string) => names.filter((name) => readState(town).parts[name]?.provider === provider);
    await composeForget(town, providedBy('compose'));
    await supervisor.remove(names);
    for (const name of names) rmSync(townPaths(town)[name], { recursive: true, force: true });
  });
}
