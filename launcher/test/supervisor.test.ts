import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { Supervisor } from '../src/supervisor.js';
import { findMarked } from '../src/system/processes.js';
import { testTown } from '../src/town.js';

let home: string;
afterEach(() => rmSync(home, { recursive: true, force: true }));

// The daemon's title names its home, but is cut to the length of the command that it was started with.
test('a supervisor in a deep folder is known as running, and ends', async () => {
  home = mkdtempSync(join(tmpdir(), 'deep'.repeat(10)));
  const town = testTown({ TOWN_TEST_HOME: home });
  const supervisor = new Supervisor(town);
  expect(supervisor.isRunning()).toBe(false);
  await supervisor.connect();
  try {
    expect(supervisor.isRunning()).toBe(true);
    expect(new Supervisor(town).isRunning()).toBe(true);
  } finally {
    await supervisor.kill();
  }
  expect(supervisor.isRunning()).toBe(false);
  expect(findMarked(home)).toEqual([]);
});
