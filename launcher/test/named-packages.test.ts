import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

// The packages that this system is built on by name: each runs in a service, or in its tests.

const TOP = fileURLToPath(new URL('../../', import.meta.url));

const AT_RUN_TIME = [
  '@dapr/dapr',
  'express',
  'typeorm',
  'mysql2',
  '@elastic/elasticsearch',
  'passport',
  'passport-github2',
  'jose',
  'socket.io',
];

/** What a source loads when it runs: its imports and exports from elsewhere, without those of types alone. */
function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const targets: string[] = [];
  for (const [, clause, target] of text.matchAll(/^(?:import|export)\s+(?:([^;'"]*?)\s+from\s+)?'([^']+)'/gm)) {
    if (!isOfTypesAlone(clause ?? '')) targets.push(target!);
  }
  for (const [, target] of text.matchAll(/\bimport\('([^']+)'\)/g)) targets.push(target!);
  return targets;
}

function isOfTypesAlone(clause: string): boolean {
  if (/^type\b/.test(clause)) return true;
  const names = /^\{([\s\S]*)\}$/
    .exec(clause)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return names?.filter(Boolean).every((name) => name.startsWith('type ')) ?? false;
}

/** The source of a relative import or of one of our own packages; undefined for a package from outside. */
function sourceOf(target: string, importer: string): string | undefined {
  if (target.startsWith('.')) return join(dirname(importer), target.replace(/\.js$/, '.ts'));
  const [, name, path] = /^@townsquare\/([\w-]+)(?:\/(.+))?$/.exec(target) ?? [];
  if (name === undefined) return undefined;
  const folder = join(TOP, 'packages', name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const built: string = exports[path === undefined ? '.' : `./${path}`];
  return join(folder, built.replace('./dist/', '').replace(/\.js$/, '.ts'));
}

/** The packages that a program loads: all that its `main.ts` imports, directly or through other sources. */
function packagesOf(main: string): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const open = [main];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const target of imports(file)) {
      const source = sourceOf(target, file);
      if (source === undefined) packages.add(/^(@[^/]+\/)?[^/]+/.exec(target)![0]);
      else if (existsSync(source)) open.push(source);
    }
  }
  return packages;
}

test('every package that the system is built on is loaded by a service', () => {
  const mains = readdirSync(join(TOP, 'services')).map((service) => join(TOP, 'services', service, 'src/main.ts'));
  const loaded = new Set(mains.flatMap((main) => [...packagesOf(main)]));
  expect(AT_RUN_TIME.filter((name) => !loaded.has(name))).toEqual([]);
});

test('the tests run on jest and supertest', () => {
  const tests = ['services', 'packages'].flatMap((folder) =>
    readdirSync(join(TOP, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
      .map((name) => join(TOP, folder, name)),
  );
  const loaded = new Set(tests.flatMap(imports));
  // A test imports jest as `@jest/globals`; the program `jest` runs it.
  expect(['supertest', '@jest/globals'].filter((name) => !loaded.has(name))).toEqual([]);
  const { scripts, devDependencies } = JSON.parse(readFileSync(join(TOP, 'package.json'), 'utf8'));
  expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(['jest', 'supertest']));
  expect(scripts.test).toContain('bootstrap.mjs test');
});
