import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { lock } from 'proper-lockfile';
import { Failure } from '../failure.js';
import { writePrivate } from './files.js';
import { isAlive, startTime } from './processes.js';
import { waitFor } from './wait.js';

/** The process that holds a lock, as it is written into the locked file. */
export interface Holder {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
}

/** The shortest time that proper-lockfile takes: after it, the lock of a process that has ended can be taken. */
const STALE_MS = 2_000;
const LIMIT_SECONDS = 30;

/** Whether the process that wrote this holder is still the one that runs under its pid. */
export function isHeld(holder: Holder): boolean {
  return isAlive(holder.pid) && startTime(holder.pid) === holder.started;
}

/**
 * Takes the lock on `file` for this process, and returns what releases it. Throws a Failure that names the command that
 * holds it. The lock of a process that has ended is taken over within seconds; that of one that hangs is not.
 */
export async function takeLock(file: string, command: string): Promise<() => Promise<void>> {
  mkdirSync(dirname(file), { recursive: true });
  const unlock = await waitFor(async () => (livingHolder(file) ? false : lockFile(file)), {
    what: `The lock ${file}`,
    limitSeconds: LIMIT_SECONDS,
    advice: `Remove ${file}.lock if no other launcher runs.`,
    giveUp: async () => refuse(livingHolder(file)),
  });
  const holder: Holder = { pid: process.pid, started: startTime(process.pid), command };
  writePrivate(file, JSON.stringify(holder));
  return async () => {
    rmSync(file, { force: true });
    await unlock();
  };
}

/** Resolves to false while another process has just locked the file. */
async function lockFile(file: string): Promise<(() => Promise<void>) | false> {
  try {
    return await lock(file, { realpath: false, stale: STALE_MS, update: STALE_MS / 2 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return false;
    throw error;
  }
}

function livingHolder(file: string): Holder | undefined {
  const holder = readHolder(file);
  return holder && isHeld(holder) && existsSync(`${file}.lock`) ? holder : undefined;
}

function refuse(holder: Holder | undefined): void {
  if (!holder) return;
  throw new Failure(
    `Another "${holder.command}" is at work on this town (process ${holder.pid}).`,
    `Wait until it has ended, or end it with: kill ${holder.pid}`,
  );
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    // There is none, or it is half written: proper-lockfile alone then decides who gets the lock.
    return undefined;
  }
}
