import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildWeb } from '../src/web.js';

/** A repository with a web client, whose build copies its page. */
let top: string;
let isBroken: boolean;
const write = (file: string, text: string) => writeFileSync(join(top, file), text);
const read = (file: string) => readFileSync(join(top, file), 'utf8');
beforeEach(() => {
  isBroken = false;
  top = mkdtempSync(join(tmpdir(), 'repository-'));
  for (const folder of ['web/src', 'web/node_modules', 'packages/client'])
    mkdirSync(join(top, folder), { recursive: true });
  write('package-lock.json', '1');
  write('packages/client/api.ts', 'api');
  write('web/src/page.html', 'page');
});
afterEach(() => rmSync(top, { recursive: true }));

/** As Vite builds: it empties the folder of the build first. */
async function copyPage(): Promise<void> {
  rmSync(join(top, 'web/dist'), { recursive: true, force: true });
  mkdirSync(join(top, 'web/dist'));
  if (isBroken) throw new Error('the page is broken');
  copyFileSync(join(top, 'web/src/page.html'), join(top, 'web/dist/index.html'));
}

const build = () => buildWeb(() => {}, top, copyPage);

test('the web client is built once, and again when its sources, its packages or the client of the API have changed', async () => {
  expect([await build(), await build()]).toEqual([true, false]);
  expect(read('web/dist/index.html')).toBe('page');
  const changes: [string, string][] = [
    ['web/src/page.html', 'new page'],
    ['web/src/other.html', ''],
    ['packages/client/api.ts', 'new api'],
    ['package-lock.json', '2'],
  ];
  for (const [file, text] of changes) {
    write(file, text);
    expect([file, await build(), await build()]).toEqual([file, true, false]);
  }
  rmSync(join(top, 'web/src/other.html'));
  expect(await build()).toBe(true);
  expect(read('web/dist/index.html')).toBe('new page');
});

test('what a build writes and what packages are installed are no sources', async () => {
  await build();
  write('web/dist/index.html', 'changed by hand');
  write('web/node_modules/package.js', '');
  expect(await build()).toBe(false);
});

test('a build that was removed is made again', async () => {
  await build();
  rmSync(join(top, 'web/dist'), { recursive: true });
  expect(await build()).toBe(true);
  expect(existsSync(join(top, 'web/dist/index.html'))).toBe(true);
});

test('a build that fails is tried again, also where an earlier one was made from the same sources', async () => {
  await build();
  write('package-lock.json', '2');
  isBroken = true;
  await expect(build()).rejects.toThrow('the page is broken');
  write('package-lock.json', '1');
  await expect(build()).rejects.toThrow('the page is broken');
  isBroken = false;
  expect(await build()).toBe(true);
});
