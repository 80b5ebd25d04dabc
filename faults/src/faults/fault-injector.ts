import { setTimeout as pause } from 'node:timers/promises';
import { instancesOf, servicePorts, type Town, waitFor } from '@townsquare/launcher';

/** A fault that was injected, and how long the town took to recover. */
export interface Fault {
  kind: string;
  targets: string[];
  /** How many of its kind this stands for. */
  times: number;
  /** From the fault, or the end of it, until every service said again that it can serve. */
  wholeAfterMs: number;
}

/** Tells which processes of a town run. */
export type ListProcesses = () => Promise<readonly { name: string; pid: number }[]>;

const WHOLE_LIMIT_SECONDS = 300;
const PROBE_TIMEOUT_MS = 10_000;

/** Injects faults into the processes of a town, which its own supervisor then repairs. */
export class FaultInjector {
  readonly faults: Fault[] = [];

  constructor(
    private readonly town: Pick<Town, 'base' | 'instances'>,
    private readonly list: ListProcesses,
  ) {}

  /** The names of all processes: parts, services and sidecars. */
  async names(): Promise<string[]> {
    return (await this.list()).map(({ name }) => name).sort();
  }

  /** kill -9 for all at once; resolves when other processes have replaced them and every service is ready. */
  kill(targets: readonly string[]): Promise<void> {
    return this.record('kill -9', targets, async () => {
      const killed = await this.#pids(targets);
      for (const pid of killed.values()) process.kill(pid, 'SIGKILL');
      return () => this.#replaced(killed);
    });
  }

  /** Suspends processes (SIGSTOP) for some time, so that no other process notices their end. */
  pause(targets: readonly string[], forMs: number): Promise<void> {
    return this.record(`paused for ${Math.round(forMs / 1000)} s`, targets, async () => {
      const pids = [...(await this.#pids(targets)).values()];
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await pause(forMs);
      for (const pid of pids) process.kill(pid, 'SIGCONT');
      return async () => true;
    });
  }

  /** Makes a fault, and waits until it is over and everything can serve. */
  async record(kind: string, targets: readonly string[], make: () => Promise<() => Promise<boolean>>): Promise<void> {
    const isOver = await make();
    const over = Date.now();
    const what = `what was left of the town (${kind}: ${targets.join(', ')})`;
    await waitFor(async () => (await isOver()) && (await this.isWhole()), { what, limitSeconds: WHOLE_LIMIT_SECONDS });
    this.faults.push({ kind, targets: [...targets], times: 1, wholeAfterMs: Date.now() - over });
  }

  /** Notes faults that left the town whole. */
  count(kind: string, times: number): void {
    this.faults.push({ kind, targets: [], times, wholeAfterMs: 0 });
  }

  /** True once every service says that it can serve; throws with the names of those that do not. */
  async isWhole(): Promise<true> {
    const { base, instances } = this.town;
    const answers = await Promise.all(
      instancesOf(instances).map(async ({ name, index }) =>
        (await isReady(servicePorts(base, index).app)) ? [] : name,
      ),
    );
    const broken = answers.flat();
    if (broken.length > 0) throw new Error(`${broken.join(', ')} cannot serve`);
    return true;
  }

  async #pids(targets: readonly string[]): Promise<Map<string, number>> {
    const pids = new Map((await this.list()).map(({ name, pid }) => [name, pid]));
    const missing = targets.filter((name) => !pids.get(name));
    if (missing.length > 0) throw new Error(`These do not run, and so cannot be broken: ${missing.join(', ')}`);
    return new Map(targets.map((name) => [name, pids.get(name)!]));
  }

  /** True once others run in the place of what was killed; throws with the names of those that do not. */
  async #replaced(killed: ReadonlyMap<string, number>): Promise<true> {
    const running = await this.list();
    const missing = [...killed].filter(([name, pid]) => !running.some((now) => now.name === name && now.pid !== pid));
    if (missing.length > 0) throw new Error(`${missing.map(([name]) => name).join(', ')} was not started again`);
    return true;
  }
}

async function isReady(port: number): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/readyz`;
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) }).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status === 200;
}
