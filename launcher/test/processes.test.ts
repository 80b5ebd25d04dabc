import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { stopOrder } from '../src/session.js';
import { endProcesses, findMarked, isAlive, markOf, markVariable, nameInEnvironment } from '../src/system/processes.js';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that says when it runs, then waits to be ended. */
async function idle(env: Record<string, string>, script = ''): Promise<ChildProcess & { pid: number }> {
  const program = `${script};setInterval(() => {}, 1000);console.log('up')`;
  const child = spawn(process.execPath, ['-e', program], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  if (!child.stdout || !child.pid) throw new Error('did not start');
  await once(child.stdout, 'data');
  return Object.assign(child, { pid: child.pid });
}

describe('processes of a town', () => {
  test('are found by their mark, and those of another town are not', async () => {
    const home = `/nowhere/town-${process.pid}`;
    const own = await idle({ [markVariable]: markOf(home, 'post') });
    const other = await idle({ [markVariable]: markOf(`${home}-2`, 'post') });
    expect(findMarked(home)).toEqual([{ pid: own.pid, name: 'post' }]);
    expect(findMarked(`${home}-2`)).toEqual([{ pid: other.pid, name: 'post' }]);
  });

  test('are told apart by the whole path of their home', () => {
    const environment = `A=1\0${markVariable}=/srv/town#auth-sidecar\0B=2\0`;
    expect(nameInEnvironment(environment, '/srv/town')).toBe('auth-sidecar');
    expect(nameInEnvironment(environment, '/srv')).toBeUndefined();
  });

  test('end on SIGTERM, and by force when they do not', async () => {
    const polite = await idle({});
    const stubborn = await idle({}, "process.on('SIGTERM', () => {})");
    await endProcesses([polite.pid, stubborn.pid], 0.3);
    expect([isAlive(polite.pid), isAlive(stubborn.pid)]).toEqual([false, false]);
  });

  test('end in order: the supervisor, sidecars, apps, parts', () => {
    const names = ['mysql', 'post', 'post-sidecar', 'supervisor', 'gateway', 'redis'];
    const groups = stopOrder(names.map((name, pid) => ({ pid, name })));
    expect(groups).toEqual([[3], [2], [1, 4], [0, 5]]);
  });
});
