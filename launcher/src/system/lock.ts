import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../failure.js';
import { isAlive, startTime } from './processes.js';

export interface Holder {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
}

/** Whether the process that wrote this lock is still the one that runs under its pid. */
export function isHeld(holder: Holder): boolean {
  return isAlive(holder.pid) && startTime(holder.pid) === holder.started;
}

/** Takes the lock file for this process and returns what releases it; throws a Failure that names a living holder. */
export function takeLock(file: string, command: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  const holder: Holder = { pid: process.pid, started: startTime(process.pid), command };
  writeFileSync(own, JSON.stringify(holder));
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (claim(own, file)) return () => release(file);
      const other = readHolder(file);
      if (other && isHeld(other)) {
        throw new Failure(
          `Another "${other.command}" is at work on this town (process ${other.pid}).`,
          `Wait until it has ended, or end it with: kill ${other.pid}`,
        );
      }
      if (other) removeStale(file, other);
    }
    throw new Failure(`The lock ${file} could not be taken.`, 'Remove that file if no other launcher runs.');
  } finally {
    rmSync(own, { force: true });
  }
}

/** link() fails when the file exists: of several that try at once, one gets it. */
function claim(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { pid: 0, started: '', command: 'unknown' };
  }
}

/** Moves a dead holder's lock away; puts it back when another process had replaced it in between. */
function removeStale(file: string, stale: Holder): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && (moved.pid !== stale.pid || moved.started !== stale.started)) claim(aside, file);
  rmSync(aside, { force: true });
}

function release(file: string): void {
  const holder = readHolder(file);
  if (holder?.pid === process.pid) rmSync(file, { force: true });
}
