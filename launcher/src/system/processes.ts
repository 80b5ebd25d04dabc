import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Environment variable that marks each process of a town: `<home>#<name>`. It is how one is found without its supervisor. */
export const markVariable = 'TOWN_PROCESS';

export interface MarkedProcess {
  readonly pid: number;
  readonly name: string;
}

/** The mark of a process of the town in this home. */
export function markOf(home: string, name: string): string {
  return `${home}#${name}`;
}

/** The name in a process environment (NUL-separated) that carries this home's mark, or undefined. */
export function nameInEnvironment(environment: string, home: string): string | undefined {
  const start = `${markVariable}=${home}#`;
  const entry = environment.split('\0').find((candidate) => candidate.startsWith(start));
  return entry?.slice(start.length);
}

/** Every living process that carries the mark of the town in this home, wherever its parent went. */
export function findMarked(home: string): MarkedProcess[] {
  return existsSync('/proc/self/environ') ? findInProc(home) : findWithPs(home);
}

function findInProc(home: string): MarkedProcess[] {
  const found: MarkedProcess[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const environment = readIfPossible(`/proc/${entry}/environ`);
    const name = environment && nameInEnvironment(environment, home);
    if (name && isAlive(pid)) found.push({ pid, name });
  }
  return found;
}

/** Other systems: ps shows the environment of the user's own processes behind the command. */
function findWithPs(home: string): MarkedProcess[] {
  const start = `${markVariable}=${home}#`;
  const output = execFileSync('ps', ['eww', '-A', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 << 20 });
  return output.split('\n').flatMap((line) => {
    const at = line.indexOf(start);
    const pid = Number.parseInt(line, 10);
    const name = line.slice(at + start.length).split(' ')[0];
    return at < 0 || !name || pid === process.pid ? [] : [{ pid, name }];
  });
}

function readIfPossible(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether a process runs; one that has ended and only waits for its parent does not. */
export function isAlive(pid: number): boolean {
  // To kill(), 0 and below are groups of processes.
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = readIfPossible(`/proc/${pid}/stat`);
  return stat === undefined || stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
}

/** A value that tells a process from a later one with the same pid; '' where the system has none. */
export function startTime(pid: number): string {
  const stat = readIfPossible(`/proc/${pid}/stat`);
  if (!stat) return '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** Resident memory in bytes, or undefined where it cannot be told. */
export function residentBytes(pid: number): number | undefined {
  const status = readIfPossible(`/proc/${pid}/status`);
  const kilobytes = status && /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
  return kilobytes ? Number(kilobytes) * 1024 : undefined;
}

/** Ends processes: SIGTERM to all, SIGKILL to those that are still there after the limit. */
export async function endProcesses(wanted: readonly number[], limitSeconds: number): Promise<void> {
  const pids = wanted.filter(isAlive);
  const signal = (pid: number, name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended meanwhile, which is what was wanted.
    }
  };
  for (const pid of pids) signal(pid, 'SIGTERM');
  const until = Date.now() + limitSeconds * 1000;
  while (pids.some(isAlive) && Date.now() < until) await sleep(100);
  for (const pid of pids.filter(isAlive)) signal(pid, 'SIGKILL');
  while (pids.some(isAlive) && Date.now() < until + 5000) await sleep(50);
}
