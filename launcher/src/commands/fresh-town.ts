import { rmSync } from 'node:fs';
import { keeper } from '../connectors/start.js';
import { dropDatabases } from '../databases.js';
import { Failure } from '../failure.js';
import { composeForget } from '../parts/compose.js';
import { messageParts } from '../parts/part.js';
import { redisCommand } from '../parts/redis.js';
import { messagesFromOutside } from '../parts/start.js';
import type { Session } from '../session.js';
import { readState } from '../state.js';
import { townPaths } from '../town.js';
import { upParts } from './parts.js';
import { type RunningTown, startTown } from './start.js';
import { stopServices } from './stop.js';

/** Starts a town without a past: no databases, messages, search index or files. */
export async function freshTown(session: Session): Promise<RunningTown> {
  await stopServices(session);
  await forgetMessages(session);
  const parts = await upParts(session);
  await session.progress.step('Data of the last run dropped', async () => {
    await dropDatabases(parts.mysql);
    await redisCommand(parts.redis, 'FLUSHALL');
    await dropIndices(parts.elasticsearch);
    rmSync(townPaths(session.town).media, { recursive: true, force: true });
  });
  return startTown(session);
}

async function dropIndices(elasticsearch: string): Promise<void> {
  const listed = await fetch(`${elasticsearch}/_cat/indices?format=json&h=index`);
  if (!listed.ok) throw new Error(`Elasticsearch does not list its indices: ${listed.status}`);
  for (const { index } of (await listed.json()) as { index: string }[]) {
    await fetch(`${elasticsearch}/${encodeURIComponent(index)}`, { method: 'DELETE' });
  }
}

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
