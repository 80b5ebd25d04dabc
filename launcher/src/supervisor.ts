import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessDescription } from 'pm2';
import { Failure } from './failure.js';
import { type ProcessSpec, pm2Options } from './process-spec.js';
import { endProcesses, findMarked, markOf, markVariable } from './system/processes.js';
import { logFile, type Town, townPaths } from './town.js';

export interface ProcessState {
  readonly name: string;
  readonly status: string;
  readonly pid: number;
  readonly restarts: number;
}

/** The daemon's name among the town's processes. */
const daemonName = 'supervisor';
const rotateBytes = 20 * 1024 * 1024;
type Pm2 = typeof import('pm2');

/** The town's own pm2, in a home of its own, so that a pm2 that the user runs is never touched. */
export class Supervisor {
  private readonly town: Town;
  private pm2: Pm2 | undefined;

  constructor(town: Town) {
    this.town = town;
  }

  /** Whether its daemon runs. Asking does not start it. */
  isRunning(): boolean {
    return this.daemonPid() !== undefined && existsSync(join(this.home, 'rpc.sock'));
  }

  /** The daemon's process id while it runs. Its mark tells it from another process with its pid. */
  daemonPid(): number | undefined {
    const file = join(this.home, 'pm2.pid');
    if (!existsSync(file)) return undefined;
    const pid = Number(readFileSync(file, 'utf8'));
    return findMarked(this.town.home).find((one) => one.pid === pid && one.name === daemonName)?.pid;
  }

  /** Connects; starts the daemon when it is not there. */
  async connect(): Promise<void> {
    if (this.pm2) return;
    mkdirSync(this.home, { recursive: true, mode: 0o700 });
    // pm2 makes it when it is loaded, and complains where a second town of one process has none.
    const moduleSettings = join(this.home, 'module_conf.json');
    if (!existsSync(moduleSettings)) writeFileSync(moduleSettings, '{}');
    // pm2 reads these when it is loaded, and gives its environment to the daemon.
    Object.assign(process.env, {
      PM2_HOME: this.home,
      PM2_KILL_SIGNAL: 'SIGTERM',
      PM2_CONCURRENT_ACTIONS: '30',
      PM2_DISABLE_VERSION_CHECK: 'true',
      PM2_NO_INTERACTION: 'true',
      PM2_DISCRETE_MODE: 'true',
      [markVariable]: markOf(this.town.home, daemonName),
    });
    const { default: pm2 } = await import('pm2');
    await promised<void>((done) => pm2.connect(done));
    // Only the daemon carries the mark: what this command starts besides is not part of the town.
    delete process.env[markVariable];
    this.pm2 = pm2;
  }

  async list(): Promise<ProcessState[]> {
    const found = await promised<ProcessDescription[]>((done) => this.connected().list(done));
    return found.map((entry) => ({
      name: entry.name ?? '',
      status: entry.pm2_env?.status ?? 'unknown',
      pid: entry.pid ?? 0,
      restarts: (entry.pm2_env as { restart_time?: number } | undefined)?.restart_time ?? 0,
    }));
  }

  /** Starts processes at once; one of the same name is replaced. */
  async start(specs: readonly ProcessSpec[]): Promise<void> {
    const known = new Set((await this.list()).map((state) => state.name));
    await Promise.all(
      specs.map(async (spec) => {
        if (known.has(spec.name)) await this.remove([spec.name]);
        rotate(logFile(this.town, spec.name));
        await promised((done) => this.connected().start(pm2Options(this.town, spec), done));
      }),
    );
  }

  /** Stops processes, waits for their end, and forgets them. Unknown names are left alone. */
  async remove(names: readonly string[]): Promise<void> {
    const known = new Set((await this.list()).map((state) => state.name));
    const present = names.filter((name) => known.has(name));
    await Promise.all(present.map((name) => promised((done) => this.connected().delete(name, done))));
  }

  /** Throws a Failure with its log when a process keeps dying. */
  async requireSteady(name: string, advice: string): Promise<void> {
    const state = (await this.list()).find((entry) => entry.name === name);
    if (state && state.restarts < 4 && state.status !== 'errored') return;
    const what = state ? `${name} keeps dying (started ${state.restarts + 1} times).` : `${name} is gone.`;
    throw new Failure(what, advice, logFile(this.town, name));
  }

  /** Ends the daemon, which ends whatever it still runs. */
  async kill(): Promise<void> {
    const pid = this.daemonPid();
    this.disconnect();
    if (pid) await endProcesses([pid], 30);
    rmSync(this.home, { recursive: true, force: true });
  }

  disconnect(): void {
    this.pm2?.disconnect();
    this.pm2 = undefined;
  }

  private get home(): string {
    return townPaths(this.town).supervisor;
  }

  private connected(): Pm2 {
    if (!this.pm2) throw new Error('The supervisor is not connected.');
    return this.pm2;
  }
}

function rotate(log: string): void {
  if (existsSync(log) && statSync(log).size > rotateBytes) renameSync(log, `${log}.1`);
}

function promised<T>(call: (done: (error: Error | null, value?: unknown) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(toError(error)) : resolve(value as T)));
  });
}

/** pm2 gives errors as an Error, an array of them or plain text. */
function toError(error: unknown): Error {
  const first = Array.isArray(error) ? error[0] : error;
  return first instanceof Error ? first : new Error(typeof first === 'string' ? first : JSON.stringify(first));
}
