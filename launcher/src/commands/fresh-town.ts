import { rmSync } from 'node:fs';
import { dropDatabases } from '../databases.js';
import { forgetMessages } from '../parts/forget.js';
import { redisCommand } from '../parts/redis.js';
import type { Session } from '../session.js';
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
