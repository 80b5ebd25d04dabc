import { existsSync, rmSync } from 'node:fs';
import { keeper } from '../connectors/start.js';
import { composeStop } from '../parts/compose.js';
import type { PartName } from '../parts/part.js';
import { Progress } from '../progress.js';
import { isServiceName } from '../services.js';
import { endOrphans, type Session } from '../session.js';
import { isSidecarName } from '../sidecar/spec.js';
import { readState } from '../state.js';
import { Supervisor } from '../supervisor.js';
import { takeLock } from '../system/lock.js';
import { endProcesses, findMarked } from '../system/processes.js';
import { type Town, townPaths } from '../town.js';

/** Ends what this town started and only that, also what a crash left behind. */
export async function stop(town: Town): Promise<number> {
  const progress = new Progress();
  if (!existsSync(town.home)) {
    progress.say('Nothing runs.');
    return 0;
  }
  const release = await takeLock(townPaths(town).lock, 'stop');
  const supervisor = new Supervisor(town);
  try {
    const containers = composed(town);
    if (!supervisor.isRunning() && findMarked(town.home).length === 0 && containers.length === 0) {
      progress.say('Nothing runs.');
      return 0;
    }
    if (supervisor.isRunning()) {
      await supervisor.connect();
      await stopAll({ town, supervisor, progress });
    }
    await endOrphans(town, supervisor, progress);
    rmSync(townPaths(town).supervisor, { recursive: true, force: true });
    if (containers.length > 0) await progress.step('Containers stopped', () => composeStop(town, containers));
    progress.say(`Stopped. The data stay in ${town.home}`);
    return 0;
  } finally {
    supervisor.disconnect();
    await release();
  }
}

/** Stops services and parts in order, then the supervisor itself. */
export async function stopAll(session: Session): Promise<void> {
  await stopServices(session);
  const { supervisor, progress } = session;
  const left = (await supervisor.list()).map((state) => state.name);
  if (left.length > 0)
    await progress.step('Parts stopped', async () => {
      // Kafka Connect notes in Kafka how far it has come.
      await supervisor.remove([keeper, 'connect']);
      await supervisor.remove(left);
    });
  await supervisor.kill();
  // Erlang's register of names outlives the RabbitMQ that started it.
  await endProcesses(
    findMarked(session.town.home).map(({ pid }) => pid),
    5,
  );
}

/** No new requests first, then each sidecar hands back what it has taken while its app still answers, then the apps. */
export async function stopServices({ supervisor, progress }: Session): Promise<void> {
  const running = (await supervisor.list()).map((state) => state.name);
  const gateways = running.filter((name) => isServiceName(name) && name.startsWith('gateway'));
  const sidecars = running.filter(isSidecarName);
  const apps = running.filter(isServiceName);
  if (sidecars.length + apps.length === 0) return;
  await progress.step('Sidecars drained and stopped', async () => {
    await supervisor.remove(gateways);
    await supervisor.remove(sidecars);
  });
  await progress.step('Services stopped', () => supervisor.remove(apps));
}

function composed(town: Town): PartName[] {
  const known = Object.entries(readState(town).parts) as [PartName, { provider: string }][];
  return known.filter(([, { provider }]) => provider === 'compose').map(([name]) => name);
}
