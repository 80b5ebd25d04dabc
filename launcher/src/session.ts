import { mkdirSync } from 'node:fs';
import { Failure } from './failure.js';
import { allPartNames } from './parts/part.js';
import type { ProcessSpec } from './process-spec.js';
import { Progress } from './progress.js';
import { readState } from './state.js';
import { Supervisor } from './supervisor.js';
import { takeLock } from './system/lock.js';
import { endProcesses, findMarked } from './system/processes.js';
import { baseVariable, type Town, townPaths } from './town.js';

/** One command at work on a town: the lock is held, and the supervisor is connected. */
export interface Session {
  readonly town: Town;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
  /** Changes how services and sidecars are started, for tests that need them otherwise. */
  readonly adapt?: (spec: ProcessSpec) => ProcessSpec;
}

/** Does something to a town while no other launcher may. Processes that outlived their supervisor are ended first. */
export async function withSession<T>(town: Town, command: string, use: (session: Session) => Promise<T>): Promise<T> {
  const paths = townPaths(town);
  for (const folder of [town.home, paths.run, paths.logs, paths.data, paths.media])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = await takeLock(paths.lock, command);
  const supervisor = new Supervisor(town);
  try {
    const progress = new Progress();
    if (supervisor.isRunning()) refuseOtherPorts(town);
    else await endOrphans(town, supervisor, progress);
    await supervisor.connect();
    return await use({ town, supervisor, progress });
  } finally {
    supervisor.disconnect();
    await release();
  }
}

/** A town that runs on other ports or with another profile than asked for must be stopped first. */
function refuseOtherPorts(town: Town): void {
  const state = readState(town);
  if (state.base === town.base && state.profile === town.profile) return;
  throw new Failure(
    `The town in ${town.home} runs with port base ${state.base} and profile ${state.profile}.`,
    `stop it first (npm run stop), or give this one a home of its own: TOWN_HOME and ${baseVariable(town)}.`,
  );
}

/** Ends what a crashed supervisor has left behind: sidecars first, so that they can hand over, then apps, then parts. */
export async function endOrphans(town: Town, supervisor: Supervisor, progress: Progress): Promise<void> {
  const daemon = supervisor.daemonPid();
  const orphans = [
    ...(daemon ? [{ pid: daemon, name: 'supervisor' }] : []),
    ...findMarked(town.home).filter(({ pid }) => pid !== daemon),
  ];
  if (orphans.length === 0) return;
  const names = orphans.map(({ name }) => name).join(', ');
  await progress.step(`Ending what a crash left behind: ${names}`, async () => {
    for (const pids of stopOrder(orphans)) await endProcesses(pids, 20);
  });
}

/** Groups processes by when they must end: the supervisor, sidecars, apps, parts. */
export function stopOrder(processes: readonly { pid: number; name: string }[]): number[][] {
  const rank = (name: string) => {
    if (name === 'supervisor') return 0;
    if (name.endsWith('-sidecar')) return 1;
    return allPartNames.some((part) => part === name) ? 3 : 2;
  };
  return [0, 1, 2, 3]
    .map((wanted) => processes.filter(({ name }) => rank(name) === wanted).map(({ pid }) => pid))
    .filter((pids) => pids.length > 0);
}
