import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isHeld, takeLock } from '../src/system/lock.js';
import { startTime } from '../src/system/processes.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'launcher.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that has ended, so that its pid belongs to nobody. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock of a town', () => {
  test('is held by one command at a time, which the other is told', () => {
    const release = takeLock(file, 'start');
    expect(() => takeLock(file, 'stop')).toThrow(`Another "start" is at work on this town (process ${process.pid})`);
    release();
    takeLock(file, 'stop')();
    expect(existsSync(file)).toBe(false);
  });

  test('of a process that is gone is taken over', async () => {
    writeFileSync(file, JSON.stringify({ pid: await deadPid(), started: '1', command: 'start' }));
    takeLock(file, 'start')();
  });

  test('of a pid that now belongs to another process is taken over', () => {
    const holder = { pid: process.pid, started: `${startTime(process.pid)}0`, command: 'start' };
    expect(isHeld(holder)).toBe(false);
    writeFileSync(file, JSON.stringify(holder));
    takeLock(file, 'start')();
  });

  test('that is not readable is taken over', () => {
    writeFileSync(file, 'half a li');
    takeLock(file, 'start')();
  });
});
