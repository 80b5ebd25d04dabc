import { rmSync } from 'node:fs';
import { keeper } from '../connectors/start.js';
import { Failure } from '../failure.js';
import type { Session } from '../session.js';
import { readState } from '../state.js';
import { townPaths } from '../town.js';
import { composeForget } from './compose.js';
import { messageParts } from './part.js';
import { messagesFromOutside } from './start.js';

/**
 * Ends the parts that carry messages beside Redis, and drops what they hold: events of an earlier town, about things that
 * have the same numbers in the next one.
 */
export async function forgetMessages({ town, supervisor, progress }: Session): Promise<void> {
  const names = messageParts(town.profile);
  if (names.length === 0) return;
  const variables = messagesFromOutside(town);
  if (variables.length > 0)
    throw new Failure(
      `A town with fresh data cannot drop the messages of what ${variables.join(' and ')} names.`,
      'leave that out of the environment: the town then starts one of its own.',
    );
  await progress.step('Messages of the last run dropped', async () => {
    const { parts } = readState(town);
    await composeForget(
      town,
      names.filter((name) => parts[name]?.provider === 'compose'),
    );
    await supervisor.remove([keeper, ...names]);
    const { rabbitmq, kafka } = townPaths(town);
    for (const folder of [rabbitmq, kafka]) rmSync(folder, { recursive: true, force: true });
  });
}
