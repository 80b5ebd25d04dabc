import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isHeld, takeLock } from '../src/system/lock.js';
import { startTime } from '../src/system/processes.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'launcher.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a process leaves behind that held the lock until it was killed. */
function leaveLock(holder: string): void {
  mkdirSync(`${file}.lock`);
  writeFileSync(file, holder);
}

/** The pid of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock of a town', () => {
  test('is held by one command at a time, and the other command names the holder', async () => {
    const release = await takeLock(file, 'start');
    await expect(takeLock(file, 'stop')).rejects.toThrow(
      `Another "start" is at work on this town (process ${process.pid})`,
    );
    await release();
    await (await takeLock(file, 'stop'))();
    expect([existsSync(file), existsSync(`${file}.lock`)]).toEqual([false, false]);
  });

  test('goes to one of several commands that ask at once', async () => {
    const asked = await Promise.allSettled(['start', 'stop', 'test'].map((command) => takeLock(file, command)));
    const releases = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(releases).toHaveLength(1);
    await releases[0]!();
  });

  test('of a process that has ended is taken over', async () => {
    leaveLock(JSON.stringify({ pid: await endedPid(), started: '1', command: 'start' }));
    await (await takeLock(file, 'start'))();
  });

  test('of a pid that now belongs to another process is taken over', async () => {
    const holder = { pid: process.pid, started: `${startTime(process.pid)}0`, command: 'start' };
    expect(isHeld(holder)).toBe(false);
    leaveLock(JSON.stringify(holder));
    await (await takeLock(file, 'start'))();
  });

  test('that names no holder is taken over', async () => {
    leaveLock('half a li');
    await (await takeLock(file, 'start'))();
  });
});
